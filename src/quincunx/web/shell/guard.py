"""Who may open a page at all; what they see there is for `access` to say."""

from collections.abc import Callable
from functools import update_wrapper
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

    def guarded(
        request: Visit, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("X-Part"):
            return HttpResponse(status=401)
        return redirect_to_login(request.get_full_path())

    return _named(guarded, view)


def only(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let in those who hold one of `roles` anywhere."""
    wanted = frozenset(map(str, roles))

    def guarding(view: View[P]) -> View[P]:
        def guarded(
            request: Visit, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not wanted & request.actor.roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return staff_only(_named(guarded, view))

    return guarding


def _named(guarded: View[P], view: View[P]) -> View[P]:
    """Give a guarded view the name and the words of the view behind it."""
    update_wrapper(guarded, view)
    return guarded
