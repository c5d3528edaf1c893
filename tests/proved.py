"""A session in which the second step was just given."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.test import Client


def proved(client: Client, seconds_ago: int = 0) -> None:
    """Note in the session of `client` that the second step was given."""
    session = client.session
    given = {"method": "mfa", "type": "totp", "at": time.time() - seconds_ago}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [given]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session[SESSION_KEY]
    session.save()
