"""What somebody asked of what is kept of them, who saw them, who decided, and when."""

from django.db import models
from django.db.models import F, Q

from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.registers.people.models import Resident
from quincunx.registers.subjects.vocabulary import OPEN, Kind, Reason, State


class SubjectRequest(models.Model):
    """One request. Whoever holds its code follows it; words in it are sealed.

    `resident` is empty until a person has seen who asks, where nothing is kept of
    them, and after the record was erased.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_index = models.BinaryField(max_length=8, unique=True)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in Kind])
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in State], default=State.ASKED
    )
    said = models.BinaryField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    resident = models.ForeignKey(
        Resident, models.SET_NULL, null=True, blank=True, related_name="requests"
    )
    verified_by = models.BigIntegerField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    changes = models.BinaryField(null=True, blank=True)
    uses = models.JSONField(default=list, blank=True)  # purposes objected to
    reason = models.CharField(
        max_length=12, choices=[(r, r) for r in Reason], blank=True
    )
    answer = models.BinaryField(null=True, blank=True)
    handled_by = models.BigIntegerField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    file_until = models.DateTimeField(null=True, blank=True)
    file_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="request_is_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("handled_by")),
            ),
            models.CheckConstraint(
                name="refused_request_says_why",
                condition=~Q(state=State.REFUSED) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                name="open_requests_by_day",
                fields=["due_at"],
                condition=Q(state__in=OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def subject(self) -> Subject:
        return Subject("subject-request", str(self.pk))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
