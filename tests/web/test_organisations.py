"""An organisation is founded, put right and closed on a screen."""

import pytest
from django.urls import reverse

from quincunx.foundation import journal
from quincunx.staff.models import Organisation
from quincunx.staff.subjects import of_organisation
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn


def _charter(stage: Stage, **changed: object) -> dict[str, object]:
    told = {
        "name": "夜间维修队",
        "code": "night-team",
        "kind": "handling-team",
        "area": stage.town.area("east").pk,
        "telephone": "010-5550100",
        "parent": "",
    }
    return told | changed


def _acts(unit: Organisation) -> list[str]:
    return [entry.act for entry in journal.entries(of_organisation(unit))]


def test_an_organisation_is_founded_called_otherwise_and_closed(
    stage: Stage, sit_down: SignIn
):
    admin = sit_down("administrator")
    founded = admin.post(reverse("staff-unit-new"), _charter(stage))
    address = reverse("staff-unit", args=["night-team"])
    assert founded["Location"] == address
    page = admin.get(address).content.decode()
    assert "Put name and telephone right" in page

    told = {"name": "东榆夜间维修队", "telephone": ""}
    amend = reverse("staff-unit-amend", args=["night-team"])
    assert admin.post(amend, told)["Location"] == address
    unit = Organisation.objects.get(code="night-team")
    assert (unit.name, unit.telephone) == ("东榆夜间维修队", "")

    close = reverse("staff-unit-close", args=["night-team"])
    assert "Nothing is left to it" in admin.get(close).content.decode()
    assert admin.post(close)["Location"] == reverse("staff")
    assert address not in admin.get(reverse("staff")).content.decode()
    assert _acts(unit) == ["found", "amend", "close"]
    again = admin.post(close)
    assert again.status_code == 409
    assert "is closed already" in again.content.decode()


def test_an_organisation_with_cases_and_people_does_not_close(
    stage: Stage, sit_down: SignIn
):
    admin = sit_down("administrator")
    case = stage.dispatched(stage.report("street-lamp", at="a1"))
    unit = Organisation.objects.get(pk=case.unit_id)
    close = reverse("staff-unit-close", args=[unit.code])
    page = " ".join(admin.get(close).content.decode().split())
    assert "<b>1</b><span>open cases</span>" in page
    assert "Close the organisation" not in page
    refused = admin.post(close)
    assert refused.status_code == 409
    assert "1 open cases are still with" in refused.content.decode()
    assert Organisation.objects.get(pk=unit.pk).closed_on is None
    lonely = Organisation.objects.get(code="handling-team")
    refused = admin.post(reverse("staff-unit-close", args=[lonely.code]))
    assert "people still serve in" in refused.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "Night Team", "is no code"),
        ("code", "handling-team", "Choose another code"),
        ("name", "   ", "This field is required"),
        ("kind", "army", "Select a valid choice"),
        ("area", "", "This field is required"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    stage: Stage, sit_down: SignIn, field: str, value: str, said: str
):
    told = _charter(stage, **{field: value})
    answer = sit_down("administrator").post(reverse("staff-unit-new"), told)
    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()
    assert not Organisation.objects.filter(code="night-team").exists()


def test_only_who_administers_the_place_founds_and_closes(
    stage: Stage, sit_down: SignIn
):
    for login in ("dispatcher-command", "supervisor", "officer"):
        client = sit_down(login)
        assert client.get(reverse("staff-unit-new")).status_code == 403
        close = reverse("staff-unit-close", args=["volunteer-team"])
        assert client.post(close).status_code == 403
    assert Organisation.objects.get(code="volunteer-team").closed_on is None
