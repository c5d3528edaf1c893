"""A case's page says what stands out, what "done" needs, who did it, what is due."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.vocabulary import Act
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn


def _page(sit_down: SignIn, who: str, case: Case) -> str:
    answer = sit_down(who).get(reverse("case", args=[case.number]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _first(page: str) -> str:
    """Return the one act that stands out."""
    found = re.findall(r'<(?:a|button) class="btn go"[^>]*>(.*?)</(?:a|button)>', page)
    words = [
        re.sub(r"<svg.*?</svg>|<kbd.*?</kbd>|</?span>", "", each).strip()
        for each in found
    ]
    assert len(words) <= 1
    return unescape(words[0]) if words else ""


@pytest.mark.parametrize(
    ("matter", "who", "act"),
    [
        ("street-lamp", "dispatcher-centre", "Dispatch to 城市管理局"),
        ("neighbour-dispute", "leader-a1", "Bring to the community's table"),
        ("neighbour-dispute", "dispatcher-centre", "Bring to the community's table"),
        ("minimum-income", "leader-a1", "Confirm the documents"),
        ("minimum-income", "dispatcher-centre", ""),
        ("gas-smell", "leader-a1", ""),  # alerted at once; nothing is left to choose
    ],
)
def test_the_tier_decides_which_act_stands_out(
    stage: Stage, sit_down: SignIn, matter: str, who: str, act: str
):
    case = stage.report(matter)
    assert _first(_page(sit_down, who, case)) == act


def test_where_no_agreement_was_reached_it_is_dispatched(
    stage: Stage, sit_down: SignIn
):
    case = stage.report("neighbour-dispute")
    case = stage.do(Act.COORDINATE, case, "leader-a1", text="Two families.")
    case = stage.do(Act.NO_AGREEMENT, case, "dispatcher-station", text="They left.")
    page = _page(sit_down, "dispatcher-centre", case)
    assert _first(page).startswith("Dispatch")


def _filed(stage: Stage, **told: Any) -> Case:
    case = stage.accepted(stage.report("street-lamp"))
    shown = (Shown(stage.photo(), "photo-after"),)
    said = {"result": "New bulb.", "outcome": "solved", **told}
    case = stage.do(Act.FINISH, case, "officer", files=shown, **said)
    case = stage.do(Act.CONFIRM, case, "verifier")
    case = stage.do(Act.TELL, case, "dispatcher-centre", channel="telephone", text="!")
    return stage.do(Act.FILE, case, "dispatcher-centre")


def test_a_finished_case_shows_what_was_met_and_who_handled_it(
    stage: Stage, sit_down: SignIn
):
    case = _filed(stage)
    page = _page(sit_down, "dispatcher-centre", case)
    standard = page.split("Done means")[1].split("</section>")[0]
    assert "#i-todo" not in standard
    assert standard.count("#i-done") == standard.count("met</small>") >= 2
    officer = stage.town.person("officer").name
    assert f"<dt>Handled by</dt><dd>{officer}</dd>" in page
    assert "<dt>Looked at by</dt><dd>a colleague</dd>" in page, "named to whom may know"
    assert "nobody yet" not in page


def test_an_open_case_shows_what_is_still_to_do(stage: Stage, sit_down: SignIn):
    page = _page(sit_down, "officer", stage.accepted(stage.report("street-lamp")))
    standard = page.split("Done means")[1].split("</section>")[0]
    assert "#i-done" not in standard
    assert "#i-todo" in standard
    assert "Handled by" not in page


def test_beside_what_counts_as_done_stands_how_a_good_word_on_it_reads(
    stage: Stage, sit_down: SignIn
):
    case = stage.accepted(stage.report("cover"), "handling-team")
    page = _page(sit_down, "officer-team", case)
    standard = page.split("Done means")[1].split("</section>")[0]
    assert "<blockquote>The old cover was cracked in two" in standard
    finish = reverse("case-act", args=[case.number, "finish"])
    act = sit_down("officer-team").get(finish).content.decode()
    assert "<blockquote>The old cover" in act


def test_what_nobody_will_do_has_no_standard(stage: Stage, sit_down: SignIn):
    case = stage.report("street-lamp")
    case = stage.do(Act.WITHDRAW, case, "dispatcher-centre", reason="by-mistake")
    page = _page(sit_down, "dispatcher-centre", case)
    assert "Done means" not in page
    assert "<dt>Lead</dt>" not in page


def test_milestones_stand_on_the_page_reached_next_and_later(
    stage: Stage, sit_down: SignIn
):
    case = stage.report("minimum-income")
    assert case.matter is not None
    case = stage.do(Act.CHECK_DOCUMENTS, case, "leader-a1", text="Complete.")
    page = _page(sit_down, "dispatcher-centre", case)
    shown = page.split("<h2>Milestones</h2>")[1].split("</section>")[0]
    lines = re.findall(
        r'<span class="ink">(.*?) <small class="meta">(.*?)</small>', shown
    )
    assert lines[0][0] == "Confirm the documents"
    assert lines[0][1].startswith("reached ")
    assert [line for line, said in lines if said.startswith("next: ")] != []
    assert {"Home visit", "Documents complete"} <= {line for line, _ in lines}
