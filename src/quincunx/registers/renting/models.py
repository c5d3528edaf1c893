"""The tables of renting: houses that are let, what is declared of them, and leases.

What somebody declared of people lies sealed in the declaration, and is erased as soon
as it is settled: who was confirmed at the door is a resident then.
"""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.registers.models import Room
from quincunx.registers.people.models import Household
from quincunx.registers.places.models import Premise
from quincunx.registers.recorded import Recorded
from quincunx.registers.renting.vocabulary import Act, Status, Teller

LONGEST_CODE = 20


class House(Recorded):
    """A room, or a whole building, that is let. `code` is what its door sheet opens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    building = models.ForeignKey(Area, models.PROTECT, related_name="+")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="houses"
    )
    premise = models.ForeignKey(  # an institution that lets it
        Premise, models.PROTECT, null=True, blank=True, related_name="houses"
    )
    landlord = models.BinaryField(null=True)  # sealed
    landlord_shown = models.BinaryField(null=True)  # masked, and sealed as well
    code = models.CharField(max_length=8, unique=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day it is not let

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="room_is_let_once",
                fields=["building", "room"],
                condition=Q(until=None),
            ),
            models.UniqueConstraint(
                name="building_is_let_once",
                fields=["building"],
                condition=Q(until=None, room=None),
            ),
            models.CheckConstraint(
                name="house_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> Subject:
        return Subject("rental-house", str(self.pk))


class Declaration(models.Model):
    """Somebody says that people move into a house that is let, or out of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    house = models.ForeignKey(House, models.PROTECT, related_name="declarations")
    act = models.CharField(max_length=LONGEST_CODE, choices=[(a, a) for a in Act])
    teller = models.CharField(max_length=LONGEST_CODE, choices=[(t, t) for t in Teller])
    status = models.CharField(
        max_length=LONGEST_CODE,
        choices=[(s, s) for s in Status],
        default=Status.DECLARED,
    )
    on = models.DateField()  # the day they move
    lease_from = models.DateField(null=True, blank=True)
    lease_until = models.DateField(null=True, blank=True)
    people = models.BinaryField(null=True)  # sealed
    shown = models.BinaryField(null=True)  # masked, and sealed as well
    code_index = models.BinaryField(max_length=8, unique=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=LONGEST_CODE, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lease_ends_after_it_begins",
                condition=Q(lease_until=None) | Q(lease_until__gt=F("lease_from")),
            ),
            models.CheckConstraint(
                name="settled_declaration_tells_nobody",
                condition=Q(status=Status.DECLARED) | Q(people=None, shown=None),
            ),
            models.CheckConstraint(
                name="only_a_refusal_says_why",
                condition=(Q(status=Status.REFUSED) & ~Q(why=""))
                | (~Q(status=Status.REFUSED) & Q(why="")),
            ),
        ]
        indexes = [
            models.Index(
                name="declaration_that_waits",
                fields=["at"],
                condition=Q(status=Status.DECLARED),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> Subject:
        return Subject("rental-declaration", str(self.pk))


class Lease(Recorded):
    """From when until when a household rents a house; what it pays is never asked."""

    house = models.ForeignKey(House, models.PROTECT, related_name="leases")
    household = models.ForeignKey(Household, models.PROTECT, related_name="leases")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kept_lease_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.house_id} since {self.since}"
