"""The tables of the address tree from the building down: rooms and what they were."""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area
from quincunx.registers.numbering import LONGEST_NUMBER, LONGEST_UNIT


class Use(models.TextChoices):
    DWELLING = "dwelling"
    SHOP = "shop"
    OFFICE = "office"
    OTHER = "other"  # storage, a guard's room


class Room(models.Model):
    """A dwelling, shop or office: the key stays while unit, floor and number change.

    `changed` is the number of the ledger's last change of it, so that copies elsewhere
    can ask for what is new.
    """

    building = models.ForeignKey(Area, models.PROTECT, related_name="rooms")
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True)  # stair, entrance
    floor = models.SmallIntegerField()
    number = models.CharField(max_length=LONGEST_NUMBER)
    use = models.CharField(max_length=10, choices=Use, default=Use.DWELLING)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day without it
    changed = models.BigIntegerField()

    class Meta:
        ordering = ["building", "unit", "floor", "number"]
        constraints = [
            models.UniqueConstraint(
                name="room_number_stands_once_in_its_unit",
                fields=["building", "unit", "number"],
                condition=Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="room_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="room_has_a_floor", condition=~Q(floor=0) & ~Q(number="")
            ),
        ]
        indexes = [models.Index(name="room_by_change", fields=["building", "changed"])]

    def __str__(self) -> str:
        return f"{self.unit}-{self.number}" if self.unit else self.number


class Former(models.Model):
    """How a room was called before it was renumbered."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="formers")
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True)
    floor = models.SmallIntegerField()
    number = models.CharField(max_length=LONGEST_NUMBER)
    use = models.CharField(max_length=10, choices=Use)
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.number} until {self.until}"


class RoomLineage(models.Model):
    """What became of a room that was divided, or thrown together with others."""

    before = models.ForeignKey(Room, models.PROTECT, related_name="became")
    after = models.ForeignKey(Room, models.PROTECT, related_name="came_from")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="room_lineage_is_told_once", fields=["before", "after"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} became {self.after_id}"


class Ledger(models.Model):
    """One row: the number of the last change. Held by every change of the rooms."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
