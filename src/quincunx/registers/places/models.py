"""The tables of what stands in a place: premises of four classes, public facilities."""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area, Kind
from quincunx.foundation.fields import ByteOrderField
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.registers.models import Room
from quincunx.registers.places import classes
from quincunx.registers.places.classes import PlaceClass
from quincunx.registers.recorded import Recorded
from quincunx.staff.models import Organisation, Person

LONGEST_NAME = 120
LONGEST_HOURS = 250
LONGEST_REASON = 500


class Class(models.TextChoices):
    """The four classes of premises."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"
    ENTERPRISE = "enterprise"
    CROWDED = "crowded"


class Tier(models.TextChoices):
    """How closely a place is looked at; never a person."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class Premise(Recorded):
    """A block, shop, enterprise or crowded place: one record, its fields by class.

    It stands in a building, with its rooms if they are known, or in another area: a
    market, a park. `reference` is what a source calls it, so that what is brought in
    twice is one. `tier_due` is the first day its tier may be another by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of_class = models.CharField(max_length=12, choices=Class)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    place = models.ForeignKey(Area, models.PROTECT, related_name="premises")
    rooms = models.ManyToManyField(Room, related_name="premises", blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    uscc = ByteOrderField(max_length=18, blank=True)  # unified social credit code
    opening = models.CharField(max_length=LONGEST_HOURS, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)  # fields of its class
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="premises"
    )
    responsible = models.BinaryField(null=True)  # sealed
    telephone = models.BinaryField(null=True)  # sealed
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.GREEN)
    tier_due = models.DateField(null=True, blank=True, db_index=True)
    reference = ByteOrderField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day without it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="premise_is_brought_in_once",
                fields=["reference"],
                condition=~Q(reference=""),
            ),
            models.UniqueConstraint(
                name="premise_stands_once_in_its_place",
                fields=["place", "kind", "name"],
                condition=Q(valid_to=None, reference=""),
            ),
            models.CheckConstraint(
                name="premise_has_a_name", condition=~Q(name="") & ~Q(kind="")
            ),
            models.CheckConstraint(
                name="premise_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="premise_lies_on_the_globe",
                condition=Q(lon=None, lat=None)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
            ),
        ]
        indexes = [
            models.Index(name="premise_by_name", fields=["name", "id"]),
            models.Index(
                name="premise_by_uscc", fields=["uscc"], condition=~Q(uscc="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> Subject:
        return Subject("premise", str(self.pk))

    @property
    def rules(self) -> PlaceClass:
        return classes.of(self.of_class)

    @property
    def in_building(self) -> bool:
        return self.place.kind == Kind.BUILDING


class Facility(Recorded):
    """A hydrant, a bench, a toilet: something for everybody, with its position."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="facilities")
    lon = models.FloatField()
    lat = models.FloatField()
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="facilities"
    )
    reference = ByteOrderField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="facility_is_brought_in_once",
                fields=["reference"],
                condition=~Q(reference=""),
            ),
            models.CheckConstraint(
                name="facility_lies_on_the_globe",
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.kind

    @property
    def subject(self) -> Subject:
        return Subject("facility", str(self.pk))


class Appeal(models.Model):
    """Somebody holds that the tier of a place is wrong; another person decides.

    What was asked for and granted stands until `until`; then the rules speak again.
    """

    premise = models.ForeignKey(Premise, models.CASCADE, related_name="appeals")
    against = models.CharField(max_length=8, choices=Tier)
    why = models.CharField(max_length=LONGEST_REASON)
    for_the_place = models.BooleanField()  # written down by a worker for them
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.CharField(max_length=8, choices=Tier, blank=True)
    answer = models.CharField(max_length=LONGEST_REASON, blank=True)
    until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="premise_has_one_open_appeal",
                fields=["premise"],
                condition=Q(decided_at=None),
            ),
            models.CheckConstraint(
                name="appeal_is_decided_by_another_person",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.premise_id} against {self.against}"
