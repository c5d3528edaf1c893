"""Tables of the people and their organisations: who holds what, where and when.

Dates of office are half-open: `ends` is the first day somebody holds it no more.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from quincunx.areas.models import Area
from quincunx.areas.schemes import level_name
from quincunx.staff import device_tables, key_tables
from quincunx.staff.kinds import (
    Answer,
    ByMail,
    Family,
    OrganisationKind,
    PostKind,
    Source,
)
from quincunx.staff.roles import Role
from quincunx.staff.terms_of_office import State

TABLES_APART = (device_tables, key_tables)  # Django finds them by this module
_CODES = 40
_NAMES = 120


class People(BaseUserManager["Person"]):
    def create_user(
        self,
        login: str,
        *,
        name: str,
        joined: datetime,
        password: str | None = None,
        **fields: Any,
    ) -> "Person":
        """Return a new account; without a password only a one-time link opens it."""
        person = self.model(login=login, name=name, joined=joined, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who may sign in. Residents need no account and have no row here."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=_NAMES)
    email = models.EmailField(blank=True, default="")
    phone = models.BinaryField(null=True, blank=True)  # sealed
    language = models.CharField(max_length=12, default="zh-hans")
    density = models.CharField(max_length=12, default="comfortable")
    is_active = models.BooleanField(default=True)
    is_stand_in = models.BooleanField(default=False)  # acts for imported cases only
    joined = models.DateTimeField()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = People()

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A department, one of the five bodies, a team: what a case is dispatched to.

    `area` is its field of work; policy packs refer to `code`, which never changes.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=_NAMES)
    kind = models.CharField(
        max_length=_CODES, choices=[(k.value, k.value) for k in OrganisationKind]
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="organisations", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="branches", null=True, blank=True
    )
    telephone = models.CharField(max_length=40, blank=True, default="")  # for everybody
    counter = models.CharField(max_length=200, blank=True, default="")  # where it is
    hours = models.CharField(max_length=120, blank=True, default="")  # when it is open
    direct_line = models.BinaryField(null=True, blank=True)  # sealed, for colleagues
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "area"], name="organisation_of_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def family(self) -> Family:
        return OrganisationKind(self.kind).family


class Post(models.Model):
    """A position in an organisation; many duties may rest on it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=_NAMES)
    kind = models.CharField(
        max_length=_CODES, choices=[(k.value, k.value) for k in PostKind]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="a_post_has_one_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tenure(models.Model):
    """Somebody holds a post from a day to a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures")
    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="a_tenure_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person", "post"],
                condition=Q(ends=None),
                name="nobody_holds_a_post_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} holds {self.post_id} from {self.starts}"


class Function(models.Model):
    """What somebody does in an area. It grants one role; the list is data."""

    code = models.SlugField(max_length=_CODES, unique=True)
    name = models.JSONField(default=dict)  # language -> name
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    for_unit = models.BooleanField(default=False)  # held for an organisation
    in_grids = models.BooleanField(default=False)  # held in grids only
    sole = models.BooleanField(default=False)  # one per area, and unit if for one
    post_kind = models.CharField(max_length=_CODES, blank=True, default="")
    deputises = models.ForeignKey(
        "self", models.PROTECT, related_name="deputies", null=True, blank=True
    )
    incompatible = models.JSONField(default=list)  # codes of functions
    in_every_grid = models.BooleanField(default=False)  # a hole where nobody does
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return level_name(self.name, get_language() or "") or self.code


class Appointment(models.Model):
    """Somebody holds a function in an area, for an organisation, for a term.

    `chair` is set where only one person may hold the function in the area at a time:
    the organisation whose only one this is, or 0 for the only one of all.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    function = models.ForeignKey(Function, models.PROTECT, related_name="appointments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
    )
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="appointments", null=True, blank=True
    )
    source = models.CharField(
        max_length=_CODES,
        blank=True,
        default="",
        choices=[(s.value, s.value) for s in Source],
    )
    buildings = models.ManyToManyField(
        Area, related_name="members_attached", blank=True
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State if s != State.NEW]
    )
    chair = models.BigIntegerField(null=True, blank=True)
    warned = models.BooleanField(default=False)  # of the end of the term
    nominated_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True
    )
    appointed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="an_appointment_ends_after_it_starts",
            ),
            # Terms with an end are compared by the exclusion constraint on
            # PostgreSQL, and by `appoint` under the lock of the area on both.
            models.UniqueConstraint(
                fields=["area", "function", "chair"],
                condition=Q(state=State.ACTIVE, ends=None, chair__isnull=False),
                name="a_chair_has_one_holder",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "function"], name="appointment_in_area"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.function_id} in {self.area_id}"


class HandOver(models.Model):
    """What the next holder must know; written when an office ends or is covered."""

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="hand_overs"
    )
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hand-over of {self.appointment_id}"


class Absence(models.Model):
    """Somebody is away, and who does their work meanwhile.

    Why somebody is away is nobody's business here: there is no field for it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    cover = models.ForeignKey(
        Person, models.PROTECT, related_name="covers", null=True, blank=True
    )
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="an_absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(cover=F("person")), name="nobody_covers_for_themselves"
            ),
        ]
        indexes = [models.Index(fields=["person", "starts"], name="absence_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.starts}"


class DutyHours(models.Model):
    """When an organisation wants how many people on duty; the gaps follow from it."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="duty_hours"
    )
    weekdays = models.JSONField()  # 0 is Monday
    begins = models.TimeField()
    ends = models.TimeField()  # not after `begins`: through midnight
    people = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.begins}-{self.ends}"


class Shift(models.Model):
    """Somebody is on duty for an organisation from a moment to a moment.

    `asked` is whom the holder has asked to take it over; they agree or not.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="shifts"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="shifts")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    asked = models.ForeignKey(
        Person, models.PROTECT, related_name="shifts_asked", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="a_shift_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(asked=F("person")), name="nobody_swaps_with_themselves"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "ends"], name="shift_of_unit"),
            models.Index(fields=["person", "ends"], name="shift_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.starts}"


class ShiftNote(models.Model):
    """What the next shift must know: open points, with the numbers of their cases."""

    shift = models.OneToOneField(Shift, models.PROTECT, related_name="note")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField()
    cases = models.JSONField(default=list)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("written_by")),
                name="a_shift_note_is_confirmed_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"note of shift {self.shift_id}"


class CalendarFeed(models.Model):
    """A secret address at which a calendar reads somebody's shifts. Only its hash."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None),
                name="a_person_has_one_calendar_feed",
            )
        ]

    def __str__(self) -> str:
        return f"feed of {self.person_id}"


class Suggestion(models.Model):
    """A grid leader proposes something to a department, which answers by name."""

    grid = models.ForeignKey(Area, models.PROTECT, related_name="suggestions")
    sender = models.ForeignKey(Person, models.PROTECT, related_name="suggestions_sent")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="suggestions"
    )
    addressee = models.ForeignKey(
        Person, models.PROTECT, related_name="suggestions_received"
    )
    title = models.CharField(max_length=_NAMES)
    text = models.TextField()
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(
        max_length=12,
        blank=True,
        default="",
        choices=[(a.value, a.value) for a in Answer],
    )
    reason = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="suggestions_answered",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True)  # when duty looks again

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (
                    ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="a_suggestion_is_answered_by_name",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", Answer.ADOPTED]) | ~Q(reason=""),
                name="a_no_gives_its_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                condition=Q(look_at__isnull=False),
                name="suggestion_to_look_at",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Reaching(models.Model):
    """How somebody wants to be told of their work; without a row, as the house does."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="reaching", primary_key=True
    )
    by_mail = models.CharField(
        max_length=12,
        choices=[(b.value, b.value) for b in ByMail],
        default=ByMail.EVERYTHING,
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by mail: {self.by_mail}"


class Revision(models.Model):
    """One row whose token differs after every change of who holds what (`turning`)."""

    token = models.CharField(max_length=32, default="")

    def __str__(self) -> str:
        return self.token
