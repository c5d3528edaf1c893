"""The tables of hand-over: who offered what to whom, and what became of it.

The file itself is sealed, and is destroyed when it was accepted, refused or forgotten.
"""

from django.db import models
from django.db.models import Q

from quincunx.areas.models import Area
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.registers.handover.vocabulary import Consent, State
from quincunx.registers.people.models import Resident
from quincunx.registers.people.vocabulary import Service


class Installation(models.Model):
    """Another installation, with the keys its letters are known by and sealed for."""

    name = models.CharField(max_length=120)
    url = models.CharField(max_length=300, blank=True)  # "": by file only
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")  # may hand over
    signing = models.CharField(max_length=64, unique=True)  # Ed25519, base64url
    sealing = models.CharField(max_length=64)  # X25519, base64url
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class HandOver(models.Model):
    """One file offered by one grid to another place, here or elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.CharField(max_length=20, choices=[(s, s) for s in Service])
    resident = models.ForeignKey(
        Resident, models.SET_NULL, null=True, blank=True, related_name="hand_overs"
    )
    giver = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taker = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+"
    )
    elsewhere = models.ForeignKey(
        Installation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    theirs = models.CharField(max_length=200, blank=True)  # their area, in their words
    consent = models.CharField(max_length=10, choices=[(c, c) for c in Consent])
    consent_on = models.DateField()
    fields = models.JSONField(default=list)
    content = models.BinaryField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in State], default=State.OFFERED
    )
    reason = models.CharField(max_length=20, blank=True)
    offered_by = models.BigIntegerField(null=True, blank=True)
    offered_at = models.DateTimeField()
    expires_on = models.DateField()
    decided_by = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hand_over_has_a_side_here",
                condition=Q(giver__isnull=False) | Q(taker__isnull=False),
            ),
            models.CheckConstraint(
                name="hand_over_keeps_no_file_when_settled",
                condition=Q(state=State.OFFERED) | Q(content=None),
            ),
            models.UniqueConstraint(
                name="one_service_is_offered_once",
                fields=["resident", "service"],
                condition=Q(state=State.OFFERED, resident__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="hand_over_by_taker", fields=["taker", "state"]),
            models.Index(name="hand_over_by_giver", fields=["giver", "state"]),
            models.Index(
                name="hand_over_open_until",
                fields=["expires_on"],
                condition=Q(state=State.OFFERED),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> Subject:
        return Subject("hand-over", str(self.pk))

    @property
    def origin(self) -> str:
        """Return who gives, as it is called."""
        return self.giver.name if self.giver else self._theirs

    @property
    def destination(self) -> str:
        """Return who takes, as it is called."""
        return self.taker.name if self.taker else self._theirs

    @property
    def _theirs(self) -> str:
        there = self.elsewhere.name if self.elsewhere else ""
        return " · ".join(filter(None, (there, self.theirs)))
