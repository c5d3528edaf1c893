"""What goes outside of a case and how it came in from there: columns and a table.

Outside, a case has a name of its own, random, that opens nothing inside. Everybody may
read of it once a dispatcher has released it, in the words that were released.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Outside(models.Model):
    """The columns of a case that those outside go by."""

    outside_id = models.CharField(max_length=20, null=True, blank=True, unique=True)
    released_at = models.DateTimeField(null=True, blank=True)
    # The journal entry whose words everybody may read.
    released_seq = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    def withdraw_release(self) -> None:
        self.released_at = self.released_seq = None


CONSTRAINTS = [
    models.CheckConstraint(
        name="case_released_is_public_and_complains_of_nobody",
        condition=Q(released_at__isnull=True)
        | Q(
            public=True,
            against__isnull=True,
            outside_id__isnull=False,
            released_seq__isnull=False,
        ),
    )
]
INDEXES = [
    models.Index(
        name="case_released",
        fields=["-reported_at", "-id", "matter", "closed_at"],
        condition=Q(released_at__isnull=False),
    ),
    models.Index(
        name="case_moved_outside",
        fields=["last_act_at"],
        condition=Q(outside_id__isnull=False),
    ),
]


class PassedOn(models.Model):
    """A report that another system passed on: for whom it acts, and what it added.

    `media_url` points to somebody else's machine and is never fetched. `answers` are
    those to the questions of the matter, by code.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="passed_on")
    token = models.CharField(max_length=24, unique=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    media_url = models.CharField(max_length=2000, blank=True)
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"passed on: {self.case_id}"
