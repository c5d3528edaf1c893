"""What we tell django-allauth about our accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_WRONG = _("Name or password is wrong. After some tries there is a pause.")


class Accounts(DefaultAccountAdapter):
    """Nobody signs up; an administrator founds an account and sends a link."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "too_many_login_attempts": _("Too many tries. Wait ten minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: the pages say it themselves."""


class SecondSteps(DefaultMFAAdapter):
    """What is said when the figures are wrong."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("These figures do not fit. Wait for the next ones."),
    }
