"""The console of webhooks: who listens, what was delivered, again, a tester."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.visit import Visit
from quincunx.web.webhooks.forms import SignedForm, SinceForm, WishForm
from quincunx.webhooks import access, retries, signing, subscribe
from quincunx.webhooks.models import Subscription

_Act = Callable[..., object]
# What is done with one press, and what is said then.
ACTS: dict[str, tuple[_Act, str | Promise]] = {
    "try": (subscribe.try_out, gettext_lazy("A test goes out within seconds.")),
    "pause": (subscribe.pause, gettext_lazy("It is told nothing until you enable it.")),
    "enable": (subscribe.enable, gettext_lazy("It is told again from now on.")),
    "end": (subscribe.end, gettext_lazy("It is told nothing more.")),
}


@staff_only
def webhooks(request: Visit) -> HttpResponse:
    """List who listens."""
    facts = {
        "webhooks": access.visible(request.actor)[: access.LAST],
        "may_add": Role.ADMINISTRATOR in request.actor.roles,
    }
    return render(request, "webhooks/list.html", facts)


@only(Role.ADMINISTRATOR)
def new(request: Visit) -> HttpResponse:
    """Let a system listen; its secret is shown this once."""
    form = WishForm(request, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made, secret = subscribe.subscribe(
                    form.wish(), by=request.actor, at=request.received_at
                )
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                return _secret_page(request, made, secret)
    return render(request, "webhooks/new.html", {"form": form}, status=status)


@staff_only
def webhook(request: Visit, key: UUID) -> HttpResponse:
    """Show one with its last deliveries; a signature is tried here."""
    found = access.subscription_for(request.actor, key)
    form = SignedForm(request.POST or None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        body = told["body"].replace("\r\n", "\n").encode()
        may, at = _runs(request, found), request.received_at
        known = subscribe.secrets_of(found, at) if may else []
        verdict = signing.matches(
            known, told["message"], told["timestamp"], body, told["signature"]
        )
    facts = {
        "webhook": found,
        "deliveries": access.last(found),
        "signed": form,
        "verdict": verdict,
        "since": SinceForm(initial={"since": request.received_at}),
        "may_run": _runs(request, found),
        "most_tries": retries.MOST_TRIES,
    }
    status = 422 if form.errors else 200
    return render(request, "webhooks/webhook.html", facts, status=status)


def _runs(visit: Visit, found: Subscription) -> bool:
    return found.ended_at is None and access.may_run(visit.actor, found.area)


@only(Role.ADMINISTRATOR)
@require_POST
def secret(request: Visit, key: UUID) -> HttpResponse:
    """Make a new secret, shown this once."""
    found = access.subscription_for(request.actor, key)
    made = subscribe.change_secret(found, by=request.actor, at=request.received_at)
    return _secret_page(request, found, made)


def _secret_page(visit: Visit, found: Subscription, made: str) -> HttpResponse:
    facts = {"webhook": found, "secret": made, "overlap": found.old_until}
    return render(visit, "webhooks/secret.html", facts)


@only(Role.ADMINISTRATOR)
@require_POST
def again(request: Visit, key: UUID) -> HttpResponse:
    """Send one delivery again, or everything since a time."""
    found = access.subscription_for(request.actor, key)
    by, at = request.actor, request.received_at
    one = request.POST.get("delivery", "")
    form = SinceForm(request.POST)
    count = 0
    if one.isascii() and one.isdigit():
        subscribe.again(access.delivery_for(by, int(one)), by=by, at=at)
        count = 1
    elif form.is_valid():
        count = subscribe.again_since(found, form.cleaned_data["since"], by=by, at=at)
    said = ngettext("%(n)s goes out again.", "%(n)s go out again.", count)
    messages.success(request, said % {"n": count})
    return redirect("webhook", key)


@only(Role.ADMINISTRATOR)
@require_POST
def act(request: Visit, key: UUID, act: str) -> HttpResponse:
    """Try one out, pause it, enable it, end it."""
    if act not in ACTS:
        raise Http404
    action, said = ACTS[act]
    found = access.subscription_for(request.actor, key)
    action(found, by=request.actor, at=request.received_at)
    messages.success(request, str(said))
    return redirect("webhook", key)
