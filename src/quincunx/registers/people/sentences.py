"""What this room's refusals say: what is wrong, where, and what to do."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-register": _("There is nothing here. Go back to your desk."),
    "no-such-opening": _("There is no opening %(opening)s. Choose one from the list."),
    "no-such-resident": _("There is nobody of that kind here. Search again."),
    "no-such-household": _("There is no such household here. Choose one of the room."),
    "opening-not-yours": _(
        "Only an administrator of %(area)s, a territory, opens and closes the register"
        " there. Ask one."
    ),
    "opening-there-already": _(
        "The register of %(area)s, or of a part of it, is open or asked for already."
        " Close that first."
    ),
    "opening-settled": _("That was settled meanwhile. Look at the page again."),
    "opening-says-too-little": _(
        "These parts say too little: %(parts)s. Write at least %(least)s characters"
        " for each."
    ),
    "card-number-malformed": _(
        "A number of an identity card has 18 digits, or 15 of old, and this has"
        " %(length)s characters. Compare it."
    ),
    "card-number-date-wrong": _(
        "The number tells a birthday that cannot be. Compare digits 7 to 14."
    ),
    "card-number-digit-wrong": _(
        "The last digit does not fit the others (GB 11643). Compare the number."
    ),
    "resident-name-unfit": _("A name is 1 to %(most)s letters. Write the name alone."),
    "resident-name-mixes-scripts": _(
        "The name mixes letters that look alike (%(scripts)s). Type it anew."
    ),
    "name-search-too-short": _("Write at least %(least)s characters of the name."),
    "born-otherwise-than-number": _(
        "The birthday is not the one the number tells. Correct one of them."
    ),
    "born-out-of-range": _("That birthday cannot be. Correct it."),
    "resident-known-already": _(
        "Somebody with this number is registered already. Find them by the number, or"
        " ask the grid they left to note it."
    ),
    "needs-are-told-by-oneself": _(
        "What help somebody needs is told by themselves. Ask them."
    ),
    "need-unknown": _("That is no kind of help. Choose of: %(needs)s."),
    "room-in-another-building": _(
        "Room %(number)s stands in another building. Choose a room of this one."
    ),
    "stay-ends-before-it-begins": _("The end lies before the beginning. Correct it."),
    "household-lives-elsewhere": _(
        "That household lives in another place. Move it first, or begin a new one."
    ),
    "resident-lives-elsewhere": _(
        "They have such a place already (%(kind)s). Note first that they left it."
    ),
    "stay-overlaps": _("They lived elsewhere on that day. Choose a later day."),
    "stay-over-already": _("They have left already. Look at the page again."),
    "tie-with-oneself": _("Nobody answers for themselves here. Choose another person."),
    "tie-without-service": _(
        "No such service needs to know that. Choose one of: %(services)s."
    ),
    "tie-told-already": _("That is known already. Nothing is to be done."),
    "tie-over-already": _("That has ended already. Look at the page again."),
    "residents-not-alike": _(
        "The two records agree in nothing that tells a person. Compare them again."
    ),
    "residents-live-apart": _(
        "The two records live in two places. Note first where they live."
    ),
    "merge-undone-already": _("They were taken apart already. Look at the page again."),
    "reveal-without-purpose": _(
        "Nothing is opened without a purpose. Choose one of: %(purposes)s."
    ),
    "use-objected": _(
        "They have objected to that use, and a supervisor has agreed. It is not opened."
    ),
    "field-unknown": _("There is no such field. Choose one of: %(fields)s."),
    "field-not-known": _("That is not known of them. Ask them."),
}
NAMES: dict[str, dict[str, Words]] = {
    "parts": {
        "purpose": _("purpose"),
        "basis": _("legal basis"),
        "needed": _("why it is needed"),
        "fields": _("which fields"),
        "risks": _("risks"),
        "measures": _("measures"),
        "kept": _("how long it is kept"),
        "heard": _("who was heard"),
    },
    "needs": {
        "help-in-evacuation": _("help when all must leave"),
        "wheelchair-access": _("a way for a wheelchair"),
        "written-word": _("to be told in writing"),
        "spoken-word": _("to be told by voice"),
        "interpreter": _("an interpreter"),
        "meals-at-home": _("meals at home"),
        "calls-to-ask": _("a call now and then"),
    },
    "purposes": {
        "visit": _("a service at the door"),
        "emergency": _("an emergency"),
        "form": _("a form they asked for"),
        "correction": _("a correction"),
        "request": _("they ask for their own"),
        "hand-over": _("a hand-over they agreed to"),
    },
    "services": {
        "school-place": _("a school place"),
        "care-of-a-child": _("care of a child"),
        "care-at-home": _("care at home"),
        "evacuation": _("evacuation"),
    },
    "kind": {
        "registered": _("registered"),
        "actual": _("lives there"),
        "guardian": _("guardian"),
        "carer": _("carer"),
        "emergency-contact": _("to call in an emergency"),
    },
    "reasons": {
        "same-number": _("the same number"),
        "same-name-and-birthday": _("the same name and birthday"),
        "same-name-and-phone": _("the same name and telephone"),
    },
    "source": {
        "door": _("at the door"),
        "self": _("by themselves"),
        "landlord": _("landlord"),
        "lease": _("lease"),
        "employer": _("employer"),
        "permit": _("permit"),
        "table": _("table"),
        "map": _("map"),
        "office": _("an office"),
        "area": _("another area"),
    },
    "fields": {
        "name": _("name"),
        "phone": _("telephone"),
        "number": _("card number"),
        "born": _("birthday"),
    },
}
