"""The catalogue: nothing personal without a purpose, some things never."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from quincunx.foundation import journal, privacy, vault
from quincunx.foundation.models import DataKey, Salt
from quincunx.foundation.privacy import PersonalField
from tests.foundation.cast import A_CASE, ANOTHER, NOON, OFFICER


def our_models():
    return [
        model for model in apps.get_models() if model.__module__.startswith("quincunx.")
    ]


def test_every_personal_column_of_the_house_has_a_purpose():
    assert privacy.undeclared(our_models()) == []


def test_the_house_has_no_column_it_must_never_have():
    assert privacy.forbidden(our_models()) == []


def test_every_declared_column_exists_and_says_why():
    columns = {
        f"{model._meta.label}.{column.name}"
        for model in our_models()
        for column in model._meta.get_fields()
    }
    for declared in privacy.catalogue():
        assert declared.field in columns
        assert all(
            map(str, (declared.purpose, declared.basis, declared.since, declared.seen))
        )


@pytest.fixture
def suspicious(monkeypatch):
    """A room with a personal column nobody declared and two that may never be."""
    with isolate_apps("quincunx.foundation"):
        monkeypatch.setattr(privacy, "_catalogue", {})

        class Resident(models.Model):  # noqa: DJ008  # never shown
            name = models.CharField(max_length=20)
            mobile_phone = models.CharField(max_length=20)
            risk_score = models.IntegerField()
            floor = models.IntegerField()

            class Meta:
                app_label = "foundation"

        class House(models.Model):  # noqa: DJ008  # never shown
            name = models.CharField(max_length=20)
            rank = models.IntegerField()
            plate_seen = models.CharField(max_length=20)

            class Meta:
                app_label = "foundation"

        return [Resident, House]


def test_an_undeclared_personal_column_is_named_until_it_is_declared(suspicious):
    assert privacy.undeclared(suspicious) == [
        "foundation.Resident.name",
        "foundation.Resident.mobile_phone",
    ]
    privacy.declare(
        PersonalField(f"foundation.Resident.{column}", "to call", "consent", "filing")
        for column in ("name", "mobile_phone")
    )
    assert privacy.undeclared(suspicious) == []
    assert [field.field for field in privacy.catalogue()] == [
        "foundation.Resident.mobile_phone",
        "foundation.Resident.name",
    ]


def test_scores_on_people_and_plates_of_anybody_are_named(suspicious):
    assert privacy.forbidden(suspicious) == [
        "foundation.Resident.risk_score",
        "foundation.House.plate_seen",
    ]


@pytest.mark.parametrize(
    "column",
    [
        "religion",
        "political_view",
        "petition_count",
        "health",
        "diagnosis_code",
        "biometric_hash",
        "face_print",
        "person_label",
        "tags",
        "credit_score",
        "tier",
    ],
)
def test_no_resident_may_be_given_such_a_column(column):
    with isolate_apps("quincunx.foundation"):
        body = {column: models.TextField(), "__module__": __name__}
        Meta = type("Meta", (), {"app_label": "foundation"})  # noqa: N806  # Django's
        resident = type("Resident", (models.Model,), {**body, "Meta": Meta})
        assert privacy.forbidden([resident]) == [f"foundation.Resident.{column}"]


@pytest.mark.django_db
def test_erasing_a_subject_destroys_its_key_and_its_salts_only():
    for subject in (A_CASE, ANOTHER):
        vault.seal(subject, "phone", "+8613800138000")
        journal.record(subject, "report", by=OFFICER, at=NOON, texts={"said": "x"})
    privacy.erase(A_CASE)
    assert [key.subject_id for key in DataKey.objects.all()] == [ANOTHER.id]
    assert [salt.entry.subject for salt in Salt.objects.all()] == [ANOTHER]
    assert journal.verify().holds
