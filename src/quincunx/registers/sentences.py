"""What this room's refusals say: what is wrong, where, and what to do."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-room": _("There is no room %(room)s. Choose one from the chart."),
    "rooms-stand-in-buildings": _(
        "%(area)s is no building, and rooms stand in buildings. Choose a building."
    ),
    "rooms-not-yours-to-change": _(
        "The rooms of %(area)s are kept by its grid leader and the administrator."
        " Ask one of them."
    ),
    "pattern-without-rooms": _(
        "At least one floor with one room is needed. Write how many there are."
    ),
    "building-too-large": _(
        "That makes %(rooms)s rooms; a building has at most %(most)s. Compare the"
        " numbers."
    ),
    "pattern-not-understood": _(
        "“%(pattern)s” numbers no rooms. Use {floor}, {room:2} and {unit}, as in"
        " {floor}{room:2}."
    ),
    "floor-out-of-range": _(
        "Floors go from %(lowest)s to %(highest)s, and there is no floor 0. Correct it."
    ),
    "floor-not-understood": _("“%(value)s” is no floor. Write 3, or B1 below ground."),
    "room-number-unfit": _("A room number has 1 to %(most)s characters. Write one."),
    "room-unit-unfit": _("A unit has at most %(most)s characters. Shorten it."),
    "room-use-unknown": _("“%(use)s” is no use of a room. Choose one of: %(uses)s."),
    "room-number-taken": _(
        "Room %(number)s stands in unit “%(unit)s” already. Choose another number."
    ),
    "room-ended": _("Room %(number)s ended on %(until)s. Choose what follows it."),
    "room-not-yet": _("Room %(number)s begins on %(since)s. Choose a later day."),
    "room-split-into-one": _(
        "A room is split into two rooms or more, %(most)s at most. Name them."
    ),
    "rooms-merge-two": _("Two rooms or more are merged. Choose another one."),
    "rooms-not-together": _(
        "Only rooms of one building that are still there are merged. Choose again."
    ),
    "building-unknown": _(
        "No building is called “%(name)s” here. Write its name, code or key."
    ),
    "building-named-twice": _(
        "%(found)s buildings are called “%(name)s”. Write the code or the key instead."
    ),
    "room-twice": _("Room %(number)s stands in row %(first)s already. Leave one."),
    "rooms-have-faults": _(
        "%(faults)s rows cannot be taken. Correct them and look at the file again."
    ),
    "rooms-changed-meanwhile": _(
        "The rooms have changed since %(file)s was looked at. Look at it again."
    ),
}
NAMES: dict[str, dict[str, Words]] = {
    "room_use": {
        "dwelling": _("dwelling"),
        "shop": _("shop"),
        "office": _("office"),
        "other": _("other room"),
    },
}
