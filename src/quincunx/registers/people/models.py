"""The tables of people: whether the register is open, residents, and where they live.

What is sealed of a resident lies in `Identity`, which no list reads: each row read
there is a read written down.
"""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area
from quincunx.areas.tree import LONGEST
from quincunx.foundation.fields import ByteOrderField
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.registers.models import Room
from quincunx.registers.people.vocabulary import StayKind, TieKind
from quincunx.registers.recorded import Recorded


class Opening(models.Model):
    """Why the register may be kept in an area: asked by one, approved by another."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="openings")
    purpose = models.TextField()
    basis = models.TextField()
    assessment = models.JSONField(default=dict)  # part -> what it says
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    approved_by = models.BigIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="area_has_one_opening_at_a_time",
                fields=["area"],
                condition=Q(closed_at=None),
            ),
            models.CheckConstraint(
                name="opening_is_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} asked {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class Resident(Recorded):
    """A person who lives or is registered somewhere here, known for a service.

    `shown` is what of them may be seen, masked, and sealed as well. The indexes find
    equal values, and tell nothing else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shown = models.BinaryField()
    name_index = models.BinaryField(max_length=8)
    phone_index = models.BinaryField(max_length=8, null=True, blank=True)
    number_index = models.BinaryField(max_length=8, null=True, blank=True)
    birth_index = models.BinaryField(max_length=8, null=True, blank=True)  # with name
    needs = models.JSONField(default=list, blank=True)  # told by themselves, no reason
    objected = models.JSONField(default=list, blank=True)  # purposes they have ended
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="number_is_of_one_resident",
                fields=["number_index"],
                condition=Q(merged_into=None, number_index__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="resident_by_phone", fields=["phone_index"]),
            models.Index(name="resident_by_name", fields=["name_index"]),
            models.Index(name="resident_by_birth", fields=["birth_index"]),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> Subject:
        return Subject("resident", str(self.pk))


class Identity(models.Model):
    """The sealed fields of a resident; read through `reveal` only."""

    resident = models.OneToOneField(Resident, models.CASCADE, primary_key=True)
    name = models.BinaryField()
    phone = models.BinaryField(null=True, blank=True)
    number = models.BinaryField(null=True, blank=True)
    born = models.BinaryField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class NameToken(models.Model):
    """A pair of characters of a name, or the whole name, as eight secret bytes.

    `path` is of the building they live in, so that a search stays in its subtree; it
    is written anew when the tree has changed, and rights never read it.
    """

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="tokens")
    token = models.BigIntegerField()
    building = models.ForeignKey(Area, models.PROTECT, related_name="+")
    path = ByteOrderField(max_length=LONGEST)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="token_stands_once_for_a_resident", fields=["resident", "token"]
            ),
        ]
        indexes = [
            models.Index(
                name="token_in_its_subtree", fields=["token", "path", "resident"]
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Household(models.Model):
    """Who live together, for as long as they live in one place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    building = models.ForeignKey(Area, models.PROTECT, related_name="+")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="households"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day without it
    before = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="after"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="household_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Stay(Recorded):
    """Where somebody is registered or lives, for a time."""

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="stays")
    building = models.ForeignKey(Area, models.PROTECT, related_name="+")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="stays"
    )
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="stays"
    )
    kind = models.CharField(max_length=10, choices=[(k, k) for k in StayKind])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day without it
    source = models.CharField(max_length=10)
    confirmed = models.BooleanField(default=False)  # somebody was at the door
    expires = models.DateField(null=True, blank=True)  # as declared

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="resident_lives_in_one_place",
                fields=["resident", "kind"],
                condition=Q(until=None),
            ),
            models.CheckConstraint(
                name="stay_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]
        indexes = [
            models.Index(
                name="stay_now_in_building",
                fields=["building", "room"],
                condition=Q(until=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.kind} since {self.since}"


class Tie(models.Model):
    """Who answers for somebody, as far as a service needs to know it."""

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Resident, models.CASCADE, related_name="tied_by")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in TieKind])
    service = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tie_is_told_once_for_a_service",
                fields=["resident", "other", "kind", "service"],
                condition=Q(until=None),
            ),
            models.CheckConstraint(
                name="nobody_is_tied_to_themselves",
                condition=~Q(resident=F("other")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.kind} {self.other_id}"


class Merge(models.Model):
    """Two records found to be one person; taken back, both are as they were."""

    kept = models.ForeignKey(Resident, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()
    by_person = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="resident_is_merged_once",
                fields=["merged"],
                condition=Q(undone_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"


class Erasure(models.Model):
    """Somebody was erased: when and why, and nothing of who it was."""

    subject_id = models.CharField(max_length=40, unique=True)
    why = models.CharField(max_length=12)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject_id} {self.why}"
