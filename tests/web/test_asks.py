"""A leader declares a department's table, answers it with a press, reads the cost."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quincunx.registers.asks.models import Answer, Ask, State
from tests.cast import Town
from tests.registers.asks.blank import form, rows
from tests.registers.asks.conftest import BASIS, WHY, declared, grid
from tests.web.conftest import SignIn

__all__ = ["declared", "grid"]
NAMES = ["序号", "单位名称", "联系电话", "招牌照明"]


def sent(town: Town, content: bytes = b"") -> dict[str, object]:
    content = content or form(NAMES, title="沿街商户统计表")
    file = SimpleUploadedFile("沿街商户.xlsx", content)
    return {"file": file, "area": town.area("a1").pk}


def said(town: Town, ask: Ask, **more: object) -> dict[str, object]:
    told = {
        "name": "沿街商户",
        "unit": town.unit("market-regulation").pk,
        "purpose": WHY,
        "basis": BASIS,
        "every": "month",
        "column-1": "number",
        "column-2": "premise.name",
        "column-3": "premise.telephone",
    }
    return {**told, **more}


def test_a_table_is_declared_and_answers_itself(grid: Town, sit_down: SignIn) -> None:
    leader = sit_down("leader-a1")
    begun = leader.post(reverse("asks-new"), sent(grid), follow=True)
    ask = Ask.objects.get()
    page = begun.content.decode()
    assert '<option value="premise.name" selected>' in page
    assert begun.redirect_chain[-1][0] == reverse("asks-map", args=[ask.pk])

    there = reverse("asks-map", args=[ask.pk]) + "?rows=premises"
    shown = leader.post(there, said(grid, ask), follow=True)
    ask.refresh_from_db()
    assert (ask.state, shown.status_code) == (State.STANDS, 200)
    assert "no register has it" in shown.content.decode()

    token = shown.context["shown"]
    filled = leader.post(reverse("asks-press", args=[ask.pk]), {"shown": token})
    assert rows(filled.content)[2] == [1, "榆下面馆", "13800138000", None]
    assert Answer.objects.get().seconds >= 1

    for name in ("asks", "asks-ledger", "asks-burden"):
        assert leader.get(reverse(name)).status_code == 200
    assert "沿街商户" in leader.get(reverse("asks-ledger")).content.decode()
    book = leader.get(reverse("asks-ledger-xlsx"))
    assert book.content[:2] == b"PK"


def test_what_is_new_waits_for_the_committee(grid: Town, sit_down: SignIn) -> None:
    leader = sit_down("leader-a1")
    leader.post(reverse("asks-new"), sent(grid))
    ask = Ask.objects.get()
    leader.post(reverse("asks-map", args=[ask.pk]) + "?rows=premises", said(grid, ask))
    there = reverse("asks-ask", args=[ask.pk])
    wish = {"act": "leave", "names": ["招牌照明"], "why": WHY, "kept_days": 90}
    assert leader.post(there, {**wish, "kept_days": 0}).status_code == 422
    assert leader.post(there, wish).status_code == 302

    committee = sit_down("committee")
    assert "招牌照明" in committee.get(reverse("asks")).content.decode()
    leave = ask.leaves.get()
    decide = reverse("asks-decide", args=["leave", leave.pk])
    assert leader.post(decide, {"answer": "yes"}).status_code == 404
    assert committee.post(decide, {"answer": "yes"}).status_code == 302
    leave.refresh_from_db()
    assert leave.granted
    by_hand = leader.post(there, {"act": "hand", "rows": 12}, follow=True)
    assert "Written into the ledger" in by_hand.content.decode()


def test_what_is_wrong_with_a_form_is_said_on_its_page(
    grid: Town, sit_down: SignIn
) -> None:
    leader = sit_down("leader-a1")
    for content in (form(["a"]), b"PK broken"):
        answer = leader.post(reverse("asks-new"), sent(grid, content))
        assert (answer.status_code, Ask.objects.count()) == (422, 0)
    leader.post(reverse("asks-new"), sent(grid))
    ask = Ask.objects.get()
    there = reverse("asks-map", args=[ask.pk]) + "?rows=premises"
    for wrong in ({"column-2": "resident.name"}, {"purpose": ""}, {"unit": "x"}):
        assert leader.post(there, said(grid, ask, **wrong)).status_code == 422
    assert leader.get(reverse("asks-ask", args=[ask.pk])).status_code == 302


def test_names_are_looked_up_before_anybody_is_asked(
    grid: Town, sit_down: SignIn
) -> None:
    leader = sit_down("leader-a1")
    told = leader.get(reverse("asks-check"), {"names": "身份证号\n宗教信仰\n鞋码"})
    rows_told = told.context["rows"]
    assert [(r["name"], bool(r["field"]), r["never"]) for r in rows_told] == [
        ("身份证号", True, ""),
        ("宗教信仰", False, "宗教"),
        ("鞋码", False, ""),
    ]


def test_a_stranger_finds_no_table(grid: Town, sit_down: SignIn) -> None:
    sit_down("leader-a1").post(reverse("asks-new"), sent(grid))
    ask = Ask.objects.get()
    school = sit_down("school")
    assert school.get(reverse("asks-new")).status_code == 403
    for name in ("asks-ask", "asks-press"):
        assert school.post(reverse(name, args=[ask.pk])).status_code == 404
    odd = reverse("asks-decide", args=["release", "-" * 36])
    assert school.post(odd).status_code == 404
