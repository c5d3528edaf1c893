"""The catalogue is revised on screens: edited, tried on open cases, put in force."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from quincunx.matters import packs
from quincunx.matters.models import PackDraft, PackVersion
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn


def _begun(client) -> PackDraft:
    on = timezone.localdate() + timedelta(days=7)
    told = {"pack": "default", "title": "Lamps sooner", "reason": "Winter."}
    answer = client.post(reverse("matters-draft-new"), {**told, "on": on.isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    return PackDraft.objects.get()


def _page(client, draft: PackDraft) -> str:
    answer = client.get(reverse("matters-draft", args=[draft.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _form(client, draft: PackDraft, code: str) -> dict[str, str]:
    """Return what the form of a matter shows, as a browser would send it back."""
    page = client.get(reverse("matters-draft-matter", args=[draft.pk, code]))
    form = page.context["form"]
    return {
        name: form.get_initial_for_field(f, name) for name, f in form.fields.items()
    }


def test_a_limit_is_shortened_tried_on_open_cases_and_published_by_another(
    stage: Stage, sit_down: SignIn
):
    stage.now -= timedelta(days=3)
    case = stage.accepted(stage.report("mailbox-locker"))
    admin, supervisor = sit_down("administrator"), sit_down("supervisor")
    draft = _begun(admin)
    told = {k: v or "" for k, v in _form(admin, draft, "mailbox-locker").items()}
    told["broken.limit"] = "1 urgent-hour"
    edit = reverse("matters-draft-matter", args=[draft.pk, "mailbox-locker"])
    wrong = admin.post(edit, told | {"broken.limit": "soon"})
    assert wrong.status_code == 422
    assert admin.post(edit, told).status_code == 302

    page = _page(admin, draft)
    assert "1 urgent-hour" in page
    assert "<b>1</b><span>would fare otherwise</span>" in page
    assert "<b>1</b><span>would be late</span>" in page
    assert case.number in _page(supervisor, draft)
    submit = reverse("matters-draft-act", args=[draft.pk, "submit"])
    assert admin.post(submit).status_code == 302
    publish = reverse("matters-draft-act", args=[draft.pk, "publish"])
    assert admin.post(publish).status_code == 403
    assert supervisor.post(publish).status_code == 302
    newest = PackVersion.objects.order_by("-number")[0]
    assert (newest.number, timezone.localdate(newest.valid_from)) == (2, draft.on)
    changed = {(c.code, c.after) for c in packs.diff("default@1", "default@2")}
    assert ("mailbox-locker", "1 urgent-hour") in changed
    diff = reverse("matters-versions", args=["default"])
    history = admin.get(diff, {"version": 2}).content.decode()
    assert "1 urgent-hour" in history


def test_faults_are_named_and_a_draft_begun_too_early_is_refused(
    stage: Stage, sit_down: SignIn
):
    admin, supervisor = sit_down("administrator"), sit_down("supervisor")
    draft = _begun(admin)
    file = reverse("matters-draft-file", args=[draft.pk, "routes.toml"])
    broken = admin.post(file, {"text": "[[route]\ncode = 1"})
    assert broken.status_code == 422
    assert "cannot be read as TOML" in broken.content.decode()
    unknown = '[[route]]\ncode = "x"\nmatter = "no-such"\nunit = "kind:education"\n'
    assert admin.post(file, {"text": unknown}).status_code == 302
    assert "routes.toml" in _page(admin, draft)
    act = reverse("matters-draft-act", args=[draft.pk, "submit"])
    assert admin.post(act).status_code == 422
    assert admin.post(reverse("matters-draft-new"), {"on": "x"}).status_code == 422
    back = reverse("matters-draft-act", args=[draft.pk, "send-back"])
    assert supervisor.post(back, {"reason": "Why?"}).status_code == 409
    assert (
        admin.post(
            reverse("matters-draft-act", args=[draft.pk, "withdraw"])
        ).status_code
        == 302
    )
    leader = sit_down("leader-a1")
    assert leader.get(reverse("matters-drafts")).status_code == 403
