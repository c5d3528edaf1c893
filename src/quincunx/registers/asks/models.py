"""The tables units ask for, what may be collected anew for them, and the ledger."""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.staff.models import Organisation, Person

LONGEST_NAME = 120
LONGEST_SAID = 500


class Every(models.TextChoices):
    ONCE = "once"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class State(models.TextChoices):
    DRAFT = "draft"  # its form is read, not yet said what answers it
    STANDS = "stands"
    ENDED = "ended"


class How(models.TextChoices):
    PRESS = "press"  # from the registers: its minutes are measured
    HAND = "hand"  # filled in by somebody: its minutes are estimated


class Ask(models.Model):
    """A table that a unit asks for, with the query that answers it.

    `columns` holds for each column of the form its place (from 1), its name, and the
    code of the field that answers it: "" is left empty, "new" waits for leave.
    `form` is the blank workbook, sealed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="asks"
    )
    purpose = models.CharField(max_length=LONGEST_SAID, blank=True)
    basis = models.CharField(max_length=LONGEST_SAID, blank=True)
    every = models.CharField(max_length=8, choices=Every, default=Every.ONCE)
    rows = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    chosen = models.JSONField(default=dict, blank=True)  # filters of the rows
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    sheet = models.CharField(max_length=LONGEST_NAME)
    head = models.PositiveSmallIntegerField()  # the row of the names
    foot = models.PositiveSmallIntegerField(default=0)  # first row under the table
    columns = models.JSONField(default=list)
    form = models.BinaryField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ask_that_stands_says_who_asks_and_what_for",
                condition=Q(state="draft")
                | (Q(unit__isnull=False) & ~Q(purpose="") & ~Q(basis="") & ~Q(rows="")),
            ),
        ]
        indexes = [models.Index(name="ask_by_state", fields=["state", "-id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> Subject:
        return Subject("ask", str(self.pk))

    @property
    def answered(self) -> list[tuple[int, str]]:
        """Return the place and the field of each column that is answered."""
        told = [(each["at"], each["field"]) for each in self.columns]
        return [(at, field) for at, field in told if field not in ("", "new")]


class Leave(models.Model):
    """Leave to collect what no register has: for these fields only, for so long."""

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="leaves")
    fields = models.JSONField(default=list)  # names of columns
    why = models.CharField(max_length=LONGEST_SAID)
    kept_days = models.PositiveIntegerField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(default=False)
    said = models.CharField(max_length=LONGEST_SAID, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="ask_has_one_leave_open",
                fields=["ask"],
                condition=Q(decided_at=None),
            ),
            models.CheckConstraint(
                name="leave_is_given_by_another_person",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask_id}: {', '.join(self.fields)}"


class Answer(models.Model):
    """One line of the ledger: a table was answered, and what that cost.

    `empty` counts by place of the column in how many rows nobody knew it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="answers")
    how = models.CharField(max_length=5, choices=How)
    rows = models.PositiveIntegerField()
    fields = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField()
    spared = models.PositiveIntegerField(default=0)  # seconds by hand, had it been so
    empty = models.JSONField(default=dict)
    oldest = models.DateField(null=True, blank=True)
    persons = models.PositiveIntegerField(default=0)  # whose fields were opened
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="answer_by_day", fields=["at"])]

    def __str__(self) -> str:
        return f"{self.how} {self.rows} rows"

    @property
    def subject(self) -> Subject:
        return Subject("extract", str(self.pk))
