"""How long somebody stays signed in: half an hour idle, twelve hours in all."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from quincunx.staff.sitting import SEEN, SINCE, is_over

STEP = timedelta(minutes=1)  # how exactly the last visit is kept

Answer = Callable[[HttpRequest], HttpResponse]


def _note(request: HttpRequest, now: datetime) -> None:
    """Write the time of the visit, once a minute at most."""
    seen = request.session.get(SEEN)
    if seen is None or now - datetime.fromisoformat(seen) > STEP:
        request.session[SEEN] = now.isoformat()
        request.session.setdefault(SINCE, now.isoformat())


def sessions(answer: Answer) -> Answer:
    """End a session that is idle or old; a session without a person is left alone."""

    def answered(request: HttpRequest) -> HttpResponse:
        now: datetime = request.received_at  # type: ignore[attr-defined]  # set by visit
        if request.session.session_key and request.user.is_authenticated:
            if is_over(request.session, now):
                logout(request)
                request.session_ended = True  # type: ignore[attr-defined]  # read by the sign-in page
            elif not request.headers.get("X-Beat"):  # a page alone is nobody's visit
                _note(request, now)
        return answer(request)

    return answered
