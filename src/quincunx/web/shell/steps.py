"""The second step again: when it was given last, and the page that asks for it."""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quincunx.lib.refusal import Refusal

NEEDED = "second-step-needed"
STEP = "mfa"  # what django-allauth calls it


def proved_at(request: HttpRequest) -> datetime | None:
    """Return when whoever is signed in gave their second step last in this session."""
    told = get_authentication_records(request, request.user)
    moments = [record["at"] for record in told if record.get("method") == STEP]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def let_through(refusal: Refusal) -> None:
    """Let the page that asks for the second step stand in the form's place."""
    if refusal.code == NEEDED:
        raise refusal


def page(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """Ask for the second step, or say how to set one up; then back to where it was."""
    facts = {
        "words": words,
        "has_step": is_mfa_enabled(request.user),
        "next": request.path,
    }
    answer = render(request, "shell/step.html", facts, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
