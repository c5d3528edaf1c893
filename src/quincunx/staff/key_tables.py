"""Tables of the keys with which other systems come: part of `models`."""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area
from quincunx.staff.scopes import EVERYTHING

_PERSON = "staff.Person"


def all_scopes() -> list[str]:
    return list(EVERYTHING)


class AccessKey(models.Model):
    """Lets another system act as somebody, until a day. Only its hash is kept."""

    person = models.ForeignKey(
        "staff.Person", models.CASCADE, related_name="access_keys"
    )
    name = models.CharField(max_length=120)  # what it is for
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=all_scopes)  # what for
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True)
    networks = models.JSONField(default=list)  # where from; none: anywhere
    made_by = models.ForeignKey(
        "staff.Person", models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="an_access_key_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeyCalls(models.Model):
    """How many calls came with a key in one minute."""

    key = models.ForeignKey(
        AccessKey, models.CASCADE, related_name="calls", db_index=False
    )
    minute = models.BigIntegerField()  # since the epoch
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "minute"], name="a_minute_of_a_key_is_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key_id} {self.minute}: {self.count}"
