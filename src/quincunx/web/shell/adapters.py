"""What we tell django-allauth about our accounts."""

from base64 import b64decode, b64encode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import vault
from quincunx.foundation.subjects import Subject

_WRONG = _("Name or password is wrong. After some tries there is a pause.")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
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


_KEPT = Subject("sign-in", "second-steps")
_LABEL = "allauth.mfa.secret"


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    """Secrets of authenticator apps lie sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("These figures do not fit. Wait for the next ones."),
    }

    def encrypt(self, text: str) -> str:
        return b64encode(vault.seal(_KEPT, _LABEL, text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.open_sealed(_KEPT, _LABEL, b64decode(encrypted_text))
