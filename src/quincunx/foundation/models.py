"""The tables every room stands on: journal, outbox, files, receipts, keys, reads.

The journal's tables refer to entries without a database constraint: a row whose
entry is gone is how `journal.verify` finds that it was taken, and a writer pays no
lookup.
"""

from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from quincunx.foundation.fields import ByteOrderField
from quincunx.foundation.subjects import Subject


def new_id() -> UUID:
    """Return a key that sorts by time and cannot be guessed."""
    return UUID(int=uuid7().int)


class Entry(models.Model):
    """One thing that happened to one subject: ids, codes and commitments only."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = ByteOrderField(max_length=24)
    subject_id = ByteOrderField(max_length=40)
    seq = models.PositiveIntegerField()
    act = ByteOrderField(max_length=60)
    by_kind = ByteOrderField(max_length=12)
    by_person = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "seq"],
                name="one_entry_for_each_number_of_a_subject",
            )
        ]
        indexes = [
            models.Index(
                name="entry_of_a_register",  # what filling in costs, by its day
                fields=["at"],
                condition=models.Q(
                    subject_kind__in=["resident", "premise", "facility"]
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.seq} {self.act}"

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)


class Salt(models.Model):
    """What links a commitment to its text; erased with the text."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, "salts", db_constraint=False, db_index=False
    )
    label = ByteOrderField(max_length=60)
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "label"], name="one_salt_for_each_text_of_an_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.label}"


class Unsealed(models.Model):
    """An entry that waits to be sealed into the chain over all."""

    entry = models.OneToOneField(
        Entry, models.CASCADE, primary_key=True, db_constraint=False
    )

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(models.Model):
    """An entry's place in the one chain over all subjects."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.DO_NOTHING, db_constraint=False)
    sealed_at = models.DateTimeField()
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.number)


class ChainHead(models.Model):
    """Where the chain over all stands; its one row is the lock of those who seal."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1), name="the_chain_over_all_has_one_head"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class DayHead(models.Model):
    """The last seal of a civil day of the district, kept when its entries expire."""

    day = models.DateField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


class DroppedPeriod(models.Model):
    """Seals up to this one were dropped with their entries when they expired."""

    number = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)
    dropped_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)


class NoticeState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    SPREAD = "spread"  # became one notice for each person behind the recipient
    NOWHERE = "nowhere"  # the recipient has no address; a screen may still show it
    RECALLED = "recalled"
    PARKED = "parked"  # failed too often; somebody must look


class Notice(models.Model):
    """Something somebody is to be told, waiting for its time to go out."""

    id = models.BigAutoField(primary_key=True)
    about_kind = ByteOrderField(max_length=24)
    about_id = ByteOrderField(max_length=40)
    event = ByteOrderField(max_length=120)
    kind = ByteOrderField(max_length=60)
    recipient_kind = ByteOrderField(max_length=24)
    recipient_id = ByteOrderField(max_length=60)
    channel = ByteOrderField(max_length=20, default="", blank=True)
    facts = models.JSONField(default=dict)
    told_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = ByteOrderField(
        max_length=10, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, default="", blank=True)
    recalled_by = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(null=True)  # by the person it is for, on a screen

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "about_kind",
                    "about_id",
                    "event",
                    "recipient_kind",
                    "recipient_id",
                    "channel",
                ],
                name="nobody_is_told_twice_of_one_event",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="notices_that_wait",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["id"], name="notices_parked", condition=Q(state="parked")
            ),
            models.Index(
                fields=["recipient_id", "id"],
                name="notices_of_a_person",
                condition=Q(recipient_kind="person", channel=""),
            ),
            models.Index(
                fields=["recipient_id"],
                name="notices_not_read",
                condition=Q(recipient_kind="person", channel="", read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_kind}/{self.recipient_id}"

    @property
    def about(self) -> Subject:
        return Subject(self.about_kind, self.about_id)


class Before(models.Model):
    """What a subject was before an act that may still be taken back; gone soon."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = ByteOrderField(max_length=24)
    subject_id = ByteOrderField(max_length=40)
    seq = models.PositiveIntegerField()  # of the journal entry of the act
    by_person = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    was = models.JSONField(encoder=DjangoJSONEncoder)  # what it changed

    class Meta:
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id"], name="before_of_a_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}/{self.subject_id} before {self.seq}"


class ChannelState(models.Model):
    """How a channel, or a robot of one, fares: its last yes, its last no, its rest."""

    name = ByteOrderField(max_length=60, primary_key=True)
    rests_until = models.DateTimeField(null=True)
    went_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class Texted(models.Model):
    """A text was sent to a number, known by its blind index only; kept two days."""

    index = models.BinaryField(max_length=32)
    template = ByteOrderField(max_length=60)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["index", "template", "at"], name="texts_to_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.at}"


class Presence(models.Model):
    """Somebody has a subject open now; deleted when they leave, expired else."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = ByteOrderField(max_length=24)
    subject_id = ByteOrderField(max_length=40)
    person = models.BigIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "person"],
                name="somebody_is_present_once",
            )
        ]
        indexes = [
            models.Index(fields=["person"], name="presence_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}/{self.subject_id}"


class StoredFile(models.Model):
    """A file that was kept once under its name; its bytes lie under their hash."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sha = ByteOrderField(max_length=64)
    size = models.BigIntegerField()
    media_type = ByteOrderField(max_length=80)
    name = models.CharField(max_length=200)
    kept_at = models.DateTimeField()
    kept_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0), name="a_kept_file_is_not_empty"
            )
        ]
        indexes = [models.Index(fields=["sha"], name="files_by_hash")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way in pieces, by the hash its sender told; then where it lies."""

    id = models.BigAutoField(primary_key=True)
    person = models.BigIntegerField()
    sha = ByteOrderField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    offset = models.BigIntegerField(default=0)
    touched_at = models.DateTimeField(db_index=True)
    file = models.ForeignKey(
        StoredFile, models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sha"], name="a_sender_sends_a_file_once"
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=models.F("size")),
                name="an_upload_is_no_longer_than_it_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha[:8]} {self.offset}/{self.size}"


class Receipt(models.Model):
    """The answer a sender's key was given, so that a repeat gets the same."""

    key_hash = models.BinaryField(max_length=32, primary_key=True)
    body_hash = models.BinaryField(max_length=32)
    answer = models.BinaryField(null=True)
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return bytes(self.key_hash).hex()


class DataKey(models.Model):
    """The key of one subject's sealed fields, itself sealed by the master key."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = ByteOrderField(max_length=24)
    subject_id = ByteOrderField(max_length=40)
    master = ByteOrderField(max_length=16)
    wrapped = models.BinaryField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], name="one_data_key_for_a_subject"
            )
        ]
        indexes = [models.Index(fields=["master", "id"], name="keys_of_a_master")]

    def __str__(self) -> str:
        return f"{self.subject_kind}/{self.subject_id}"


class LastRun(models.Model):
    """When something ran last on this installation, and how it went."""

    name = ByteOrderField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    well = models.BooleanField(default=True)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class IdentityRead(models.Model):
    """Somebody read who a resident is: which fields, of whom, and what for."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = ByteOrderField(max_length=24)
    subject_id = ByteOrderField(max_length=40)
    fields = models.JSONField()
    purpose = ByteOrderField(max_length=60)
    by_kind = ByteOrderField(max_length=12)
    by_person = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id", "id"], name="reads_of_a_subject"
            ),
            models.Index(fields=["by_person", "id"], name="reads_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}/{self.subject_id} {self.purpose}"


class Proof(models.Model):
    """A code was sent to an address: whoever types it in reads that address."""

    id = models.UUIDField(primary_key=True, default=new_id)
    label = ByteOrderField(max_length=10)  # email, phone
    index = models.BinaryField(max_length=32)  # blind, of the address
    asked_at = models.DateTimeField()
    slot = models.BigIntegerField()  # the minute: one code in each
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["index", "slot"], name="one_code_a_minute_for_an_address"
            )
        ]
        indexes = [models.Index(fields=["asked_at"], name="proofs_by_time")]

    def __str__(self) -> str:
        return f"proof of {self.label}"
