"""Tables of wall screens: which may show an area, and what is announced on them."""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area
from quincunx.staff.models import Person


class Screen(models.Model):
    """A screen on a wall; its token opens what it shows and nothing else.

    Nobody signs in before it, so it is told its language and its colours.
    """

    name = models.CharField(max_length=80)  # where it hangs
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    theme = models.CharField(max_length=8, blank=True)  # none: as the device says
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # to the quarter of an hour

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_screen_ends"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Announcement(models.Model):
    """What everybody in the room is to know for some hours; never of a person."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.CharField(max_length=140)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("made_at")), name="an_announcement_ends"
            )
        ]

    def __str__(self) -> str:
        return self.text
