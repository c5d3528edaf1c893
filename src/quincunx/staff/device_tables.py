"""Table of the telephones that stay signed in to the field app: part of `models`."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

LIFE = timedelta(days=30)  # since it was last used


class Device(models.Model):
    """A telephone that stays signed in for its owner. Only a hash of its token."""

    person = models.ForeignKey("staff.Person", models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=64)  # hash of its password: another ends it
    kind = models.CharField(max_length=40)  # as it says of itself
    bound_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__gte=F("bound_at")),
                name="a_device_is_seen_after_it_is_bound",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"

    @property
    def until(self) -> datetime:
        return self.seen_at + LIFE
