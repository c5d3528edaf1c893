"""Tables of what other systems are told: who listens to what, and each delivery."""

from django.db import models
from django.db.models import Q

from quincunx.areas.models import Area
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.staff.models import Person


class Subscription(models.Model):
    """Where events go, of which kinds, from which subtree, as far as its owner sees."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="webhooks")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)  # acts; none: all
    secret = models.BinaryField()  # sealed
    old_secret = models.BinaryField(null=True)  # sealed, signs as well until its time
    old_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)  # it did not answer just now
    disabled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> Subject:
        return Subject("webhook", str(self.pk))

    @property
    def is_on(self) -> bool:
        return self.disabled_at is None and self.ended_at is None


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    PARKED = "parked"  # failed too often, or made while nobody listened


class Delivery(models.Model):
    """One event for one subscription; a repeat keeps the message's id."""

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="deliveries"
    )
    entry = models.BigIntegerField(null=True)  # of the journal; none: a test
    message = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    body = models.TextField()
    made_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    answer = models.CharField(max_length=500, default="", blank=True)
    fault = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "entry"],
                name="an_event_is_told_once_to_a_subscription",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="deliveries_that_wait",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["subscription", "id"], name="deliveries_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message}"


class Read(models.Model):
    """How far the journal's one chain was read; its one row is the lock of readers."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="the_chain_is_read_once")
        ]

    def __str__(self) -> str:
        return str(self.number)
