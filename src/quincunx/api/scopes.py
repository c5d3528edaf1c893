"""What a key must have been made for, for each operation: one rule for all of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from quincunx.api.visit import Visit
from quincunx.cases.acts import ACTS
from quincunx.staff.scopes import Scope, require

_ACTS = frozenset(str(act).replace("-", "_") for act in ACTS)
_OTHERWISE = {
    "submit": Scope.REPORT,
    "record": Scope.REPORT,
    "send": Scope.REPORT,
    "contact": Scope.CONTACTS,
    "try_pack": Scope.READ,
    "check_pack": Scope.READ,
}


def heeding(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let an operation refuse a key that was made for other things."""

    @wraps(view)
    def heeded(request: Visit, *told: Any, **named: Any) -> Any:
        require(request.actor, needed(request.method or "", view.__name__))
        return view(request, *told, **named)

    return heeded


def needed(method: str, name: str) -> Scope:
    """Return the scope of an operation, by its method and its name."""
    if name in _OTHERWISE:
        return _OTHERWISE[name]
    if name.startswith("reporter_"):
        return Scope.REPORT
    if method in ("GET", "HEAD"):
        return Scope.READ
    return Scope.ACT if name in _ACTS else Scope.MANAGE
