"""Tables brought in: what came, how far it is, and its rows, sealed, for a day."""

from django.db import models

from quincunx.areas.models import Area
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.staff.models import Person

LONGEST_NAME = 200


class State(models.TextChoices):
    WAITING = "waiting"
    READING = "reading"
    SEEN = "seen"  # shown to its sender, nothing written yet
    REFUSED = "refused"
    CANCELLED = "cancelled"
    ORDERED = "ordered"  # to be written as soon as its turn comes
    WRITTEN = "written"
    UNDOING = "undoing"
    UNDONE = "undone"


UNDER_WAY = (State.WAITING, State.READING, State.ORDERED, State.UNDOING)


class Mode(models.TextChoices):
    WHOLE = "whole"
    CORRECT = "correct"  # only the rows without a fault


class Kind(models.TextChoices):
    NEW = "new"
    CHANGED = "changed"
    WRONG = "wrong"
    STAYED = "stayed"  # written, and could not be taken back


class Intake(models.Model):
    """A table somebody brings in, from its arrival to its undoing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.CharField(max_length=40)
    file = models.CharField(max_length=LONGEST_NAME)
    part = models.CharField(max_length=40, blank=True)  # of a workbook
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="intakes"
    )
    columns = models.JSONField(default=list)  # codes in the order of the file
    done = models.PositiveIntegerField(default=0)  # rows read
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)
    stopped = models.BooleanField(default=False)  # at so many faults
    left = models.JSONField(default=list)  # rows not written: changed meanwhile
    fault = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)  # of the fault
    sent_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)  # then its rows go; None: they went

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="intake_of_person", fields=["person", "-id"]),
            models.Index(
                name="intake_to_work_on",
                fields=["sent_at"],
                condition=models.Q(state__in=["waiting", "reading", "ordered"])
                | models.Q(state="undoing"),
            ),
            models.Index(
                name="intake_to_forget",
                fields=["kept_until"],
                condition=models.Q(kept_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.file}"

    @property
    def subject(self) -> Subject:
        return Subject("intake", str(self.pk))

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def changes(self) -> int:
        return self.new + self.changed


class Portion(models.Model):
    """Some rows of one kind, sealed under the key of the table they came in."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="portions")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    rows = models.BinaryField()

    class Meta:
        ordering = ["intake", "number"]
        constraints = [
            models.UniqueConstraint(
                name="portion_has_one_number", fields=["intake", "kind", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Release(models.Model):
    """Leave to take out what tells of many persons: asked by one, given by another.

    `what` names what is taken out, `key` which one of its kind; it holds for once, and
    for no more people than were asked for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField(max_length=24)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    persons = models.PositiveIntegerField()
    purpose = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_is_given_by_another",
                condition=models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("asked_by")),
            ),
            models.UniqueConstraint(
                name="release_is_asked_once",
                fields=["what", "key", "asked_by"],
                condition=models.Q(decided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"

    @property
    def subject(self) -> Subject:
        return Subject("release", str(self.pk))
