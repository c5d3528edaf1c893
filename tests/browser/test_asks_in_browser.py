"""A department's form is declared at a desk, and comes back filled in."""

from collections.abc import Callable
from pathlib import Path

from django.utils.timezone import localdate
from playwright.sync_api import FilePayload

from quincunx.registers.asks import answer
from quincunx.registers.asks.models import Answer, Ask
from quincunx.registers.places import register
from quincunx.registers.places.register import Told, Where
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage
from tests.browser.story import now, seated
from tests.cast import Town
from tests.registers.asks.blank import form, rows

Shot = Callable[..., Path]
NAMES = ["序号", "单位名称", "统一社会信用代码", "地址", "联系电话", "招牌照明"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_departments_form_is_declared_once_and_then_answers_itself(
    live: str, town: Town, open_page: OpenPage, shot: Shot
) -> None:
    at, by = now(), town.actor("leader-a1", now())
    told = Told(
        {"name": "榆下面馆", "kind": "restaurant"}, {}, {"telephone": "13800138000"}
    )
    where = Where(town.area("a1-1"))
    register.register("commercial", where, told, on=localdate(at), by=by, at=at)
    desk = seated(open_page(DESKTOP, language="en"), live, town.person("leader-a1"))
    desk.opens("asks")
    shot(desk.page, "asks-empty", full=True)
    desk.presses("Declare a table")
    content = form(NAMES, title="沿街商户统计表", foot="填表人：")
    desk.fills(file=FilePayload(name="沿街商户.xlsx", mimeType=XLSX, buffer=content))
    shot(desk.page, "asks-new", full=True)
    desk.presses("Read the form")
    desk.sees("6 columns were read")
    shot(desk.page, "asks-map", full=True)
    unit = str(town.unit("market-regulation").pk)
    desk.fills(unit=unit, purpose="夜景照明改造", basis="《市容条例》第12条")
    desk.presses("Declare it")
    desk.sees("From now on one press answers it")
    with desk.page.expect_download() as waiting:
        desk.presses("Answer it")
    filled = waiting.value.path().read_bytes()
    assert rows(filled)[2][1:5] == ["榆下面馆", None, "青榆社区1号楼", "13800138000"]
    made = Answer.objects.get()
    assert made.rows == 1

    ask = Ask.objects.get()
    answer.by_hand(ask, 12, by=by, at=now())
    desk.opens("asks-ask", ask.pk)
    shot(desk.page, "asks-ask", full=True)
    desk.page.get_by_text("Ask for leave to collect").click()
    desk.page.get_by_label("招牌照明").check()
    desk.fills(why="夜景照明改造")
    desk.presses("Ask another person")
    desk.sees("Another person decides")
    desk.opens("asks-ledger")
    shot(desk.page, "asks-ledger", full=True)
    desk.opens("asks-burden")
    shot(desk.page, "asks-burden", full=True)
    desk.opens("asks-check", names="联系电话，宗教信仰，招牌照明")
    shot(desk.page, "asks-check", full=True)

    committee = seated(open_page(PHONE), live, town.person("committee"))
    committee.opens("asks")
    shot(committee.page, "asks-waiting-phone", full=True)
    committee.presses("只准采集这些")
    committee.sees("已决定，申请人可以看到。")
    assert ask.leaves.get().granted
    phone = seated(open_page(PHONE), live, town.person("leader-a1"))
    for name in ("asks-burden", "asks-ledger"):
        phone.opens(name)
        shot(phone.page, f"{name}-phone", full=True)
    phone.opens("asks-ask", ask.pk)
    shot(phone.page, "asks-ask-phone", full=True)
