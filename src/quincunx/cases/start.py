"""What this room tells the foundation when the program starts."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from quincunx.cases import contacts, mine, own_checks, retire, words
from quincunx.cases.models import Case
from quincunx.cases.personal import FIELDS
from quincunx.cases.sentences import NOTICES, SENTENCES
from quincunx.foundation import (
    channels,
    health,
    notices,
    privacy,
    retention,
    reveals,
    wording,
)
from quincunx.foundation.retention import Class
from quincunx.matters.processes import Tier

# The three moments in which a reporter gets a text: received, done, asked something.
BY_TEXT = ("case-received", "case-done", "case-to-confirm", "case-question")
# What the codes among a refusal's facts are called.
NAMES = {
    "act": words.VERBS,
    "state": words.STATES,
    "roles": words.ROLES,
    "missing": {**words.FACTS, **words.SHOWN},
    "unknown": words.FACTS,
    "fact": words.FACTS,
    "choices": words.CHOICES,
}


def register() -> None:
    wording.add(SENTENCES)
    wording.add_notices(NOTICES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_(
            "Dispatchers in charge, the unit that handles if the reporter agreed,"
            " for a purpose; residents their own"
        ),
    )
    reveals.declare(contacts.WAY)
    retention.declare(
        Class(
            "contacts",
            _("How to reach reporters"),
            retire.KEPT.days,
            retire.preview,
            retire.erase_due,
        ),
        Class(
            "positions",
            _("That a device measured the place of a report"),
            retire.POSITION_KEPT.days,
            lambda at: retire.positions_over(at).count(),
            retire.forget_positions,
        ),
    )
    health.use(*own_checks.CHECKS)
    notices.resolve_with("case-reporter", contacts.hearers)
    notices.resolve_with("case-contact", contacts.addresses)
    notices.resolve_with("proof", mine.addresses)
    notices.describe_with("case", describe)
    channels.only("sms", BY_TEXT)


def describe(keys: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return what notices say of cases: number, matter and grid, never a person."""
    rows = Case.objects.filter(pk__in=keys).select_related("matter", "care")
    return {
        str(case.pk): {
            "number": case.number,
            "matter": _name(case),
            "grid": case.care.name,
            "urgent": case.tier == Tier.EMERGENCY,
        }
        for case in rows
    }


def _name(case: Case) -> str:
    if case.matter is None:
        return ""
    names: Mapping[str, str] = case.matter.name
    return next(iter(names.values()), case.matter.code)
