"""The catalogue revised: a draft edited, checked, tried on cases, and put in force."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.areas.tree import EVERYWHERE
from quincunx.cases import replaying
from quincunx.cases.replaying import Weighed
from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.matters import access, catalogue, editing, packs, revise, words
from quincunx.matters.models import PackDraft
from quincunx.matters.revise import Revision
from quincunx.staff.roles import Role
from quincunx.web.matters.draft_forms import FileForm, MatterForm, RevisionForm
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.shell.words import local

DECIDERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
MOST = 200
MOST_CHANGES = 300
State = PackDraft.State
STATES: Mapping[str, tuple[str, str, str | Promise]] = {
    State.DRAWN: ("", "doc", gettext_lazy("being written")),
    State.SUBMITTED: ("soon", "eye", gettext_lazy("waits for a decision")),
    State.PUBLISHED: ("ok", "done", gettext_lazy("published")),
    State.WITHDRAWN: ("rest", "box", gettext_lazy("withdrawn")),
}
KINDS: Mapping[str, str | Promise] = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "changed": gettext_lazy("changed"),
}


@only(*DECIDERS)
def drafts(request: Visit) -> HttpResponse:
    """List the drafts one writes or decides on, and the versions there were."""
    rows = revise.visible_drafts(request.actor).select_related("pack")
    shelves = catalogue.book().shelves
    facts = {
        "drafts": [(row, *STATES[row.state]) for row in rows.order_by("-pk")[:MOST]],
        "packs": [shelf.pack for shelf in shelves],
        "may_write": bool(_governed(request)),
    }
    return render(request, "matters/drafts.html", facts)


def _governed(visit: Visit) -> list[tuple[str, str]]:
    """Return the packs somebody may revise."""
    found = [shelf.pack for shelf in catalogue.book().shelves]
    return [
        (pack.code, local(pack.name))
        for pack in found
        if access.may_govern(visit.actor, pack.area.path if pack.area else EVERYWHERE)
    ]


@only(Role.ADMINISTRATOR)
def new(request: Visit) -> HttpResponse:
    form = RevisionForm(_governed(request), request.POST or None)
    if request.method != "POST":
        return render(request, "matters/draft_new.html", {"form": form})

    def begun() -> HttpResponse:
        told = form.cleaned_data
        revision = Revision(told["title"], told["reason"], told["on"])
        by, at = request.actor, request.received_at
        return redirect(
            "matters-draft", revise.draw(told["pack"], revision, by=by, at=at).pk
        )

    return _answered(request, form, begun, "matters/draft_new.html", {})


@only(*DECIDERS)
def draft(request: Visit, key: int) -> HttpResponse:
    """Show what a draft changes, its faults, and what open cases would make of it."""
    return _page(request, revise.draft_for(request.actor, key))


def _page(
    visit: Visit, found: PackDraft, said: str = "", status: int = 200
) -> HttpResponse:
    is_open = found.state in (State.DRAWN, State.SUBMITTED)
    checked = revise.checked(found) if is_open else None
    faults = checked.faults if checked else ()
    changes = revise.differences(found)
    facts = {
        "draft": found,
        "state": STATES[found.state],
        "changes": [(KINDS[c.kind], c) for c in changes[:MOST_CHANGES]],
        "changed": len(changes),
        "faults": [(fault.place, words.fault(fault)) for fault in faults[:MOST]],
        "replay": _replay(visit, found) if is_open and changes and not faults else None,
        "may_write": found.state == State.DRAWN
        and revise.may_write(visit.actor, found),
        "may_withdraw": is_open and revise.may_write(visit.actor, found),
        "may_decide": found.state == State.SUBMITTED
        and revise.may_decide(visit.actor, found),
        "matters": sorted(editing.codes(found.files)),
        "files": sorted(found.files),
        "said": said,
    }
    return render(visit, "matters/draft.html", facts, status=status)


def _replay(visit: Visit, found: PackDraft) -> Weighed:
    """Ask both versions about the open cases; say what fares otherwise, and is late."""
    before, after = revise.rules(found)
    return replaying.weigh(before, after, by=visit.actor, at=visit.received_at)


@only(Role.ADMINISTRATOR)
def edit_matter(request: Visit, key: int, code: str) -> HttpResponse:
    """Edit one matter of a draft: names, unit, process, conditions, limits."""
    found = _written(request, key)
    table = editing.table(found.files, code)
    form = MatterForm(table, _processes(found), *_posted(request))
    facts = {"draft": found, "code": code, "file": editing.codes(found.files)[code]}
    if request.method != "POST":
        return render(request, "matters/draft_matter.html", {**facts, "form": form})

    def kept() -> HttpResponse:
        files = editing.rewritten(found.files, code, form.told())
        revise.put(found, files, by=request.actor, at=request.received_at)
        messages.success(request, _("Kept in the draft. Nothing is in force yet."))
        return redirect("matters-draft", key)

    return _answered(request, form, kept, "matters/draft_matter.html", facts)


@only(Role.ADMINISTRATOR)
def edit_file(request: Visit, key: int, name: str) -> HttpResponse:
    """Edit a whole file of a draft: routes, processes, and what no form asks."""
    found = _written(request, key)
    if name not in found.files:
        raise Refusal("no-such-pack-file", file=name)
    form = FileForm(request.POST or None, initial={"text": found.files[name]})
    facts = {"draft": found, "name": name}
    if request.method != "POST":
        return render(request, "matters/draft_file.html", {**facts, "form": form})

    def kept() -> HttpResponse:
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        files = editing.replaced(found.files, name, text)
        revise.put(found, files, by=request.actor, at=request.received_at)
        messages.success(request, _("Kept in the draft. Nothing is in force yet."))
        return redirect("matters-draft", key)

    return _answered(request, form, kept, "matters/draft_file.html", facts)


def _posted(visit: Visit) -> list[Any]:
    return [visit.POST] if visit.method == "POST" else []


def _written(visit: Visit, key: int) -> PackDraft:
    found = revise.draft_for(visit.actor, key)
    if not revise.may_write(visit.actor, found):
        raise PermissionDenied
    if found.state != State.DRAWN:
        raise Refusal("pack-draft-not-open", draft=key)
    return found


def _processes(found: PackDraft) -> list[str]:
    """Return the codes of the processes that the files of a draft name."""
    base = packs.opened(f"{found.pack.code}@{found.base}")
    return sorted(str(row.get("code")) for row in base.rest["process"])


@require_POST
@only(*DECIDERS)
def draft_act(request: Visit, key: int, act: str) -> HttpResponse:
    found = revise.draft_for(request.actor, key)
    said: Any = {"by": request.actor, "at": request.received_at}
    deeds: Mapping[str, Callable[[], object]] = {
        "submit": lambda: revise.submit(found, **said),
        "withdraw": lambda: revise.withdraw(found, **said),
        "publish": lambda: revise.publish(found, **said),
        "send-back": lambda: revise.send_back(
            found, request.POST.get("reason", ""), **said
        ),
    }
    if act not in deeds:
        raise Refusal("unknown-act", act=act)
    try:
        deeds[act]()
    except Refusal as refusal:
        return _page(request, found, wording.in_words(refusal), status_of(refusal))
    messages.success(request, _("Done. It stands in the history of the draft."))
    return redirect("matters-draft", key)


@only(*DECIDERS)
def versions(request: Visit, code: str) -> HttpResponse:
    """Show the versions of a pack, and what each changed of the one before."""
    found = revise.versions_of(code)
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() else 0
    numbers = [version.number for version in found]
    changes = (
        packs.diff(f"{code}@{number - 1}", f"{code}@{number}")
        if number in numbers and number - 1 in numbers
        else ()
    )
    facts = {
        "code": code,
        "versions": found,
        "number": number,
        "changes": [(KINDS[c.kind], c) for c in changes[:MOST_CHANGES]],
        "today": today(request.received_at),
    }
    return render(request, "matters/versions.html", facts)


def _answered(
    visit: Visit,
    form: forms.Form,
    do: Callable[[], HttpResponse],
    page: str,
    facts: Mapping[str, Any],
) -> HttpResponse:
    """Do what a form asks, or show it again with what is wrong."""
    status = 422
    if form.is_valid():
        try:
            return do()
        except Refusal as refusal:
            form.add_error(None, wording.in_words(refusal))
            status = status_of(refusal)
    return render(visit, page, {**facts, "form": form}, status=status)
