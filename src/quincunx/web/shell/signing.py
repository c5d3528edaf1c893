"""The addresses of signing in; the steps behind them are django-allauth's."""

from typing import cast

from allauth.account import views as accounts
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_POST

from quincunx.staff import devices
from quincunx.web.shell import account
from quincunx.web.shell.visit import Visit


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session and have the browser drop what it kept of it.

    The field app is signed out here too. What it has still to send stays: it asks by
    itself, twice.
    """
    visit = cast(Visit, request)
    telephone = request.session.get(devices.SITTING)
    devices.sign_out(telephone, by=visit.actor, at=visit.received_at)
    response: HttpResponseBase = accounts.logout(request)
    unsent = request.COOKIES.get("unsent", "0") != "0"
    response["Clear-Site-Data"] = '"cache"' if unsent else '"cache", "storage"'
    return response


urlpatterns = [
    path("sign-in", accounts.login, name="account_login"),
    path("sign-in/step", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/link/<str:token>", account.link, name="sign-in-link"),
    path("sign-in/closed", accounts.account_inactive, name="account_inactive"),
    path("sign-out", sign_out, name="account_logout"),
    path("account", account.account, name="account"),
    path("account/again", accounts.reauthenticate, name="account_reauthenticate"),
    path("account/password", accounts.password_change, name="account_change_password"),
    path("account/password/set", accounts.password_set, name="account_set_password"),
    path("account/steps", mfa.index, name="mfa_index"),
    path("account/steps/again", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/steps/on", totp.activate_totp, name="mfa_activate_totp"),
    path("account/steps/off", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/codes/new",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("language", account.language, name="language"),
    path("appearance", account.appearance, name="appearance"),
]
