"""What this room's refusals say, and what its codes are called."""

from collections.abc import Iterable

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words
from quincunx.registers.places import classes
from quincunx.registers.places.tiers import Names

SENTENCES: dict[str, Words] = {
    "no-such-premise": _("There is no such place here. Choose one from the list."),
    "no-such-facility": _("There is no such facility here. Choose one from the list."),
    "premises-not-yours-to-change": _(
        "What stands in %(area)s is kept by the workers of its grid and the"
        " administrator. Ask one of them."
    ),
    "premise-class-unknown": _("“%(value)s” is no class of premises. Choose one."),
    "premise-kind-unknown": _(
        "“%(value)s” is no kind of this class. Choose one of: %(premise_kind)s."
    ),
    "facility-kind-unknown": _(
        "“%(value)s” is no kind of facility. Choose one of: %(facility_kind)s."
    ),
    "premise-field-unknown": _("A place of this class has no field “%(field)s”."),
    "premise-field-wrong": _("%(premise_field)s: this does not fit. Correct it."),
    "premise-name-unfit": _("A name has 1 to %(most)s characters. Write one."),
    "premise-rooms-elsewhere": _(
        "These rooms do not stand in %(area)s. Choose from its chart."
    ),
    "premise-there-already": _(
        "“%(name)s” is registered here already. Open it and change what differs."
    ),
    "premise-closed": _("It was closed on %(until)s and is not changed any more."),
    "premise-not-yet": _("It begins on %(since)s. Choose a later day."),
    "premise-contact-without-purpose": _(
        "Say what you need it for: %(premise_purpose)s."
    ),
    "premise-contact-not-for-you": _(
        "Who answers for a place is shown to the workers of its grid and its desks."
    ),
    "tier-appeal-not-yours": _(
        "Whoever answers for a place appeals, or a worker of its grid for them."
    ),
    "tier-appeal-open": _("An appeal is open already. Wait for its answer."),
    "tier-appeal-decided": _("This appeal has been decided already."),
    "tier-appeal-decided-by-another": _(
        "An appeal is decided by a desk, a supervisor or an administrator, and never"
        " by whoever asked."
    ),
    "tier-appeal-without-reason": _("Say why, in 3 to %(most)s characters."),
}


def _spoken(names: Names) -> str:
    return names.get(get_language() or "") or names["en"]


_lazily = lazy(_spoken, str)


def in_both(names: Names) -> Words:
    """Return words of a file in whatever language is active when they are read."""
    return _lazily(names)


def _named(rows: Iterable[tuple[str, Names]]) -> dict[str, Words]:
    return {code: in_both(names) for code, names in rows}


_ALL = classes.known()
_EACH = tuple(_ALL.classes.values())
PLAIN: dict[str, Words] = {
    "name": _("Name"),
    "kind": _("Kind"),
    "uscc": _("Credit code"),
    "opening": _("Opening hours"),
    "capacity": _("How many people it holds"),
    "unit": _("Organisation"),
    "rooms": _("Rooms"),
    "responsible": _("Who answers for it"),
    "telephone": _("Telephone"),
    "position": _("Position"),
    "tier": _("Tier"),
}
NAMES: dict[str, dict[str, Words]] = {
    "premise_class": _named((each.code, each.name) for each in _EACH),
    "premise_kind": _named((k.code, k.name) for each in _EACH for k in each.kinds),
    "premise_field": PLAIN
    | _named((f.code, f.name) for each in _EACH for f in each.fields),
    "premise_check": _named((c.code, c.name) for each in _EACH for c in each.checks),
    "premise_tier": _named((step.code, step.name) for step in _ALL.steps),
    "facility_kind": _named((kind.code, kind.name) for kind in _ALL.facilities),
    "premise_value": {
        "piped": _("piped"),
        "bottled": _("bottled"),
        "none": _("no gas"),
        "unknown": _("not known yet"),
        "yes": _("yes"),
        "no": _("no"),
        "True": _("yes"),
        "False": _("no"),
    },
    "premise_purpose": {
        "emergency": _("an emergency"),
        "visit": _("to arrange a visit"),
        "correct": _("to correct the record"),
    },
    "fact_source": {
        "door": _("at the door"),
        "self": _("told by whoever answers"),
        "landlord": _("landlord"),
        "lease": _("lease"),
        "employer": _("employer"),
        "permit": _("permit"),
        "table": _("a table"),
        "map": _("a map"),
        "office": _("an office"),
        "area": _("another area"),
    },
}
