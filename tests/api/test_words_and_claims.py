"""What the API says around itself, in both languages, and claims not believed."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from quincunx.cases.models import Case
from quincunx.foundation import journal
from quincunx.foundation.subjects import Subject
from tests.api.conftest import V1, Caller
from tests.api.test_api import told
from tests.cases.conftest import Stage


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Sign in, or send a key."),
        ("zh-hans", "请先登录，或随请求发送访问密钥。"),
    ],
)
def test_who_is_not_signed_in_is_told_in_their_language(language: str, said: str):
    answer = Client(headers={"accept-language": language}).get(f"{V1}/cases")
    assert (answer.status_code, answer.json()["detail"]) == (401, said)


@pytest.mark.parametrize(("days", "kept"), [(30, True), (0, False)])
def test_a_moment_not_believed_is_kept_as_claimed(
    now: Stage, days: int, kept: bool
):  # a table
    leader, desk = Caller(now, "leader-a1"), Caller(now, "dispatcher-centre")
    number = leader.post("/reports", told(now, matter="lamp")).json()["number"]
    case = Case.objects.get(number=number)
    claim = case.last_act_at - timedelta(days=days)
    facts = {"unit": "city-management", "happened_at": claim.isoformat()}
    answer = desk.post(f"/cases/{number}/acts/dispatch", facts)
    assert answer.status_code == 200
    entry = list(journal.entries(Subject("case", str(case.pk))))[-1]
    claimed = entry.facts.get("claimed")
    assert (claimed is not None) is kept
    assert claimed is None or datetime.fromisoformat(claimed) == claim
