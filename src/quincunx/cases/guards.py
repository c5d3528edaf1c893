"""Conditions on a case that must hold for an act, by the names the lifecycle uses.

A guard says nothing, or refuses with its own name as the code. Guards read plain
attributes and what the action has gathered; they touch no database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.matters.processes import Terms, Tier, Verifier


@dataclass(frozen=True)
class Standing:
    """A case at the moment of an act, with what the action gathered about it.

    `seen` holds what one act alone must know: whether units were called, opinions are
    still out, an extension is pending, the reopening window, …
    """

    case: Any
    by: Actor
    at: datetime
    terms: Terms | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)


Guard = Callable[[Standing], bool]
UNDO = timedelta(seconds=10)  # as long as notices wait


def _tier(tier: Tier) -> Guard:
    return lambda s: s.terms is not None and s.terms.tier == tier


def _before_due(s: Standing) -> bool:
    return s.case.promised_at is None or bool(s.at < s.case.promised_at)


def _extensions_left(s: Standing) -> bool:
    most = s.terms.extension.most_times if s.terms else 0
    return bool(s.seen["granted"] < most)


def _until_within_cap(s: Standing) -> bool:
    until = s.facts["until"]
    days = s.terms.suspension_days if s.terms else 0
    today = s.seen["today"]
    return bool(today < until <= today + timedelta(days=days))


def _another(column: str) -> Guard:
    """Somebody else than the person in this column of the case acts."""

    def guard(s: Standing) -> bool:
        person = getattr(s.case, f"{column}_id")
        return person is None or s.by.kind is Kind.IMPORTER or s.by.person != person

    return guard


def _proposed_by_another(s: Standing) -> bool:
    proposer = s.case.closing_proposed_by_id
    return proposer is not None and proposer != s.by.person


def _within_reopen_window(s: Standing) -> bool:
    if s.by.kind is not Kind.REPORTER or s.case.verified_at is None:
        return True
    return bool(s.at <= s.case.verified_at + timedelta(days=reopen_days(s.terms)))


def reopen_days(terms: Any) -> int:
    """Return for how many days after it was verified the reporter may reopen."""
    return terms.reopen_days if terms else 7


def _may_verify(s: Standing) -> bool:
    return s.by.person is None or s.by.person != s.case.handler_id


def _verifier_of_the_matter(s: Standing) -> bool:
    """The reporter confirms only where the matter leaves it to them."""
    if s.by.kind is not Kind.REPORTER:
        return True
    return s.terms is not None and s.terms.verify_by == Verifier.REPORTER


def _unit_not_complained_of(s: Standing) -> bool:
    case = s.case
    if case.conflict_lifted or case.against_id is None:
        return True
    unit = s.facts.get("unit")
    return unit is None or bool(case.against_id != unit.pk)


def _told_or_reason(s: Standing) -> bool:
    return s.case.told_at is not None or bool(s.facts.get("reason"))


def _not_urged_today(s: Standing) -> bool:
    last = s.case.urged_at
    return last is None or s.at - last >= timedelta(hours=24)


def _not_into_itself(s: Standing) -> bool:
    into = s.facts["into"]
    return into.pk != s.case.pk and into.merged_into_id is None


def _told_apart(s: Standing) -> bool:
    """There are such cases, and the one told is among them."""
    other = s.facts.get("other")
    return bool(s.seen["apart"]) and (other is None or other.pk in s.seen["apart"])


def _may_be_taken_back(s: Standing) -> bool:
    """By whoever did it, within ten seconds, while nothing has happened since."""
    kept = s.seen["kept"]
    if kept is None or s.by.kind is not Kind.STAFF:
        return False
    same = kept.seq == s.case.revision and kept.by_person == s.by.person
    return bool(same and s.at - kept.at <= UNDO)


def _among(which: str) -> Guard:
    """There are such photos, and those told are among them."""

    def guard(s: Standing) -> bool:
        there = {each.pk for each in s.seen[which]}
        told = {each.pk for each in s.facts.get("photos") or ()}
        return bool(there) and told <= there

    return guard


GUARDS: dict[str, Guard] = {
    "tier-on-the-spot": _tier(Tier.ON_THE_SPOT),
    "tier-coordinate": _tier(Tier.COORDINATE),
    "tier-approve": _tier(Tier.APPROVE),
    "tier-emergency": _tier(Tier.EMERGENCY),
    "not-into-itself": _not_into_itself,
    "another-case": lambda s: s.facts["other"].pk != s.case.pk,
    "told-apart": _told_apart,
    "evidence": lambda s: not s.seen["evidence_missing"],
    "opinions-in": lambda s: not s.seen["opinions_out"],
    "called": lambda s: bool(s.seen["called"]),
    "somebody-called": lambda s: bool(s.seen["called"]),
    "first-return": lambda s: s.case.returns == 0,
    "returned-before": lambda s: s.case.returns > 0,
    "may-return": lambda s: s.seen["return_by"] is None or s.at <= s.seen["return_by"],
    "not-arbitrated": lambda s: not s.case.arbitrated,
    "another-dispatcher": _another("dispatcher"),
    "unit-not-complained-of": _unit_not_complained_of,
    "to-its-contact": lambda s: bool(s.seen["contact"]),
    "reporter-reachable": lambda s: s.case.reachable or s.case.channel == "portal",
    "before-due": _before_due,
    "extensions-left": _extensions_left,
    "no-extension-pending": lambda s: s.seen["pending"] is None,
    "extension-pending": lambda s: s.seen["pending"] is not None,
    "another-person-asked": lambda s: (
        s.seen["pending"] is None or s.seen["pending"].asked_by_id != s.by.person
    ),
    "never-suspended": lambda s: s.case.suspensions == 0,
    "until-within-cap": _until_within_cap,
    "may-verify": _may_verify,
    "verifier-of-the-matter": _verifier_of_the_matter,
    "may-skip-verification": lambda s: (
        s.terms is not None and s.terms.may_skip_verification
    ),
    "milestone-open": lambda s: bool(s.seen["milestone"]),
    "admitted": lambda s: not _tier(Tier.ON_THE_SPOT)(s) or bool(s.seen["admitted"]),
    "unit-does-not-have-it": lambda s: s.case.unit_id != s.facts["unit"].pk,
    "another-verifier": _another("last_verifier"),
    "closing-proposed-by-another": _proposed_by_another,
    "told-or-reason": _told_or_reason,
    "verdict-once": lambda s: not s.seen["said"],
    "within-reopen-window": _within_reopen_window,
    "sampled": lambda s: s.case.sampled,
    "no-appeal-yet": lambda s: s.seen["appeal"] is None,
    "appeal-at-first-step": lambda s: (
        s.seen["appeal"] is not None and not s.seen["appeal"].first
    ),
    "appeal-at-second-step": lambda s: (
        s.seen["appeal"] is not None
        and bool(s.seen["appeal"].first)
        and not s.seen["appeal"].second
        and s.seen["appeal"].first_by_id != s.by.person
    ),
    "not-urged-today": _not_urged_today,
    "not-supervised": lambda s: s.case.supervised_by_id is None,
    "supervised": lambda s: s.case.supervised_by_id is not None,
    "may-be-taken-back": _may_be_taken_back,
    "matter-public": lambda s: s.case.public,
    "nobody-complained-of": lambda s: s.case.against_id is None,
    "photo-hidden": _among("hidden"),
    "photo-shown": _among("shown"),
    "released": lambda s: s.case.is_released,
    "desk-above": lambda s: s.seen["above"] is not None,
    "complained-of": lambda s: (
        s.case.against_id is not None and not s.case.conflict_lifted
    ),
}


def check(names: frozenset[str], standing: Standing) -> None:
    """Refuse with the name of the first guard that does not hold."""
    for name in sorted(names):
        if not GUARDS[name](standing):
            raise Refusal(name, case=standing.case.number, **_told(name, standing))


def _told(name: str, standing: Standing) -> dict[str, object]:
    if name == "evidence":
        return {"missing": list(standing.seen["evidence_missing"])}
    return {}
