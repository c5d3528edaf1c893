"""The tables of visits: what is due at a door, what was found, what was offered."""

from django.db import models
from django.db.models import Q

from quincunx.areas.models import Area
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.registers.models import Room
from quincunx.registers.places.models import Premise
from quincunx.staff.models import Person

LONGEST_CODE = 20


class AtDoor(models.Model):
    """Where: a room or a premise of a place, or the place itself."""

    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    premise = models.ForeignKey(
        Premise, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class Visit(AtDoor):
    """Somebody was at a door. `note` is sealed, and forgotten after a year."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    found = models.CharField(max_length=LONGEST_CODE)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.BinaryField(null=True)  # sealed

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_found_something",
                condition=Q(found__in=["met", "nobody", "refused", "gone"]),
            ),
        ]
        indexes = [
            models.Index(name="visit_by_place", fields=["place", "at"]),
            models.Index(
                name="visit_with_note", fields=["at"], condition=Q(note__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.found} at {self.place_id}"

    @property
    def subject(self) -> Subject:
        return Subject("visit", str(self.pk))


class Due(AtDoor):
    """What is due at a door for one purpose; it ends by a visit."""

    purpose = models.CharField(max_length=LONGEST_CODE)
    due_on = models.DateField()
    since = models.DateField()  # the last time somebody was met for it, or its start
    ended_by = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="ended"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="purpose_is_due_once_in_a_room",
                fields=["room", "purpose"],
                condition=Q(ended_by=None, room__isnull=False),
            ),
            models.UniqueConstraint(
                name="purpose_is_due_once_at_a_premise",
                fields=["premise", "purpose"],
                condition=Q(ended_by=None, premise__isnull=False),
            ),
            models.UniqueConstraint(
                name="purpose_is_due_once_in_a_place",
                fields=["place", "purpose"],
                condition=Q(ended_by=None, room=None, premise=None),
            ),
            models.CheckConstraint(
                name="due_in_a_room_or_at_a_premise",
                condition=Q(room=None) | Q(premise=None),
            ),
        ]
        indexes = [
            models.Index(
                name="due_by_day",
                fields=["place", "due_on"],
                condition=Q(ended_by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} on {self.due_on}"


class Offer(models.Model):
    """A service offered at a visit: what was said, and whether it came."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="offers")
    service = models.CharField(max_length=LONGEST_CODE)
    answer = models.CharField(max_length=LONGEST_CODE)
    delivered_on = models.DateField(null=True, blank=True)
    unmet = models.CharField(max_length=LONGEST_CODE, blank=True)  # why it did not come

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="service_is_offered_once_a_visit", fields=["visit", "service"]
            ),
            models.CheckConstraint(
                name="offer_is_delivered_or_unmet",
                condition=Q(delivered_on=None) | Q(unmet=""),
            ),
            models.CheckConstraint(
                name="only_what_is_accepted_comes",
                condition=Q(answer="accepted") | Q(delivered_on=None, unmet=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.answer}"
