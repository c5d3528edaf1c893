"""What an access key may be used for, and where: less than its person may, never more.

One place for every door that takes keys. A key names scopes, one subtree, and the
addresses it may be used from; the Actor it gives carries all of it, and `access` heeds
it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import ip_address, ip_network

from quincunx.areas.tree import is_within
from quincunx.foundation.actors import Actor, Holding
from quincunx.lib.refusal import Refusal


class Scope(StrEnum):
    READ = "read"  # whatever its person may see, but not who a reporter is
    REPORT = "report"  # send reports and files
    ACT = "act"  # do acts on cases
    CONTACTS = "contacts"  # read how to reach a reporter; each read is written down
    MANAGE = "manage"  # change areas, staff, the catalogue, keys, webhooks


EVERYTHING = tuple(sorted(Scope))
MOST_ADDRESSES = 20


@dataclass(frozen=True)
class Limits:
    """What narrows a key; `path` is "" for wherever its person works."""

    scopes: tuple[str, ...] = EVERYTHING
    path: str = ""
    addresses: tuple[str, ...] = ()  # networks like 203.0.113.0/24; none: from anywhere


def require(actor: Actor, scope: Scope) -> None:
    """Refuse an actor whose key was made for other things."""
    if not actor.may(scope):
        raise Refusal("key-not-for-this", scope=str(scope))


def narrowed(actor: Actor, limits: Limits) -> Actor:
    """Return the actor as far as a key reaches."""
    holdings = tuple(_within(actor.holdings, limits.path))
    return replace(
        actor,
        holdings=holdings,
        within=limits.path,
        scopes=frozenset(limits.scopes),
    )


def _within(holdings: Iterable[Holding], path: str) -> Iterable[Holding]:
    """Keep what lies in the subtree, cut what holds it, drop the rest."""
    for held in holdings:
        if is_within(held.path, path):
            yield held
        elif is_within(path, held.path):
            yield replace(held, path=path, seat=held.place)


def is_from(address: str, networks: Collection[str]) -> bool:
    """Say whether a key may be used from an address."""
    if not networks:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    known = [ip_network(each) for each in networks]
    return any((mapped or found) in each for each in known)


def checked(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return networks in one form; refuses what is none."""
    told = [each.strip() for each in addresses if each.strip()]
    try:
        found = tuple(dict.fromkeys(str(ip_network(each)) for each in told))
    except ValueError as fault:
        raise Refusal("key-address-malformed", told=", ".join(told)[:200]) from fault
    if len(found) > MOST_ADDRESSES:
        raise Refusal("key-addresses-too-long", most=MOST_ADDRESSES)
    return found


def must_not_widen(by: Actor, limits: Limits) -> None:
    """Refuse that one key makes another that reaches further than itself."""
    if by.scopes is None:
        return
    if not set(limits.scopes) <= by.scopes or not is_within(limits.path, by.within):
        raise Refusal("key-wider-than-yours")
