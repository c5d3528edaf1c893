"""Who may open a page at all; what they see there is for `access` to say."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase

from quincunx.staff.roles import Role
from quincunx.web.shell.visit import Visit

P = ParamSpec("P")
View = Callable[Concatenate[Visit, P], HttpResponseBase]


def staff_only(view: View[P]) -> View[P]:
    """Let in whoever is signed in; send the others to the sign-in page."""

    @wraps(view)
    def guarded(request: Visit, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.headers.get("X-Part"):
                return HttpResponse(status=401)
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def only(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let in those who hold one of `roles` anywhere."""
    wanted = frozenset(map(str, roles))

    def guarding(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: Visit, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not wanted & request.actor.roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return staff_only(guarded)

    return guarding
