"""Tables of a case: what stands in the books, what runs, who was called, what was said.

Text and personal values live in rows that can be erased; the journal keeps ids, codes
and salted commitments of them.
"""

from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Q

from quincunx.areas.models import Area
from quincunx.cases import outside
from quincunx.cases.columns import COUNTED, OPEN, a_person, a_unit, of_open
from quincunx.cases.vocabulary import CLOSED, HAS_UNIT, OUTCOMES, Stage, State
from quincunx.foundation.fields import ByteOrderField
from quincunx.foundation.models import StoredFile, new_id
from quincunx.matters.models import Condition, Matter
from quincunx.staff.models import Organisation

NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # due of an open case while no clock runs


class Case(outside.Outside):
    """One matter at one place, from the first report to the sealed file.

    `grid` is the deepest located area with a leader and never changes; `care` follows
    splits and merges until the case is filed, and rights read it. `desk` is the house
    on whose desk it lies.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    code_index = models.BinaryField(unique=True)  # blind index of the tracking code
    channel = models.CharField(max_length=16)
    text = models.TextField()
    place = models.CharField(max_length=300, blank=True)  # in words
    lon = models.FloatField(null=True, blank=True)  # WGS 84
    lat = models.FloatField(null=True, blank=True)
    accuracy = models.FloatField(null=True, blank=True)  # metres
    located = models.CharField(max_length=12)  # how the grid was found
    grid = models.ForeignKey(Area, models.PROTECT, related_name="+")
    care = models.ForeignKey(Area, models.PROTECT, related_name="+")
    care_path = ByteOrderField(max_length=255)
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    desk_path = ByteOrderField(max_length=255)

    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+"
    )
    condition = models.ForeignKey(
        Condition, models.PROTECT, null=True, blank=True, related_name="+"
    )
    tier = models.CharField(max_length=12, blank=True)
    terms_at = models.DateTimeField(null=True, blank=True)  # the catalogue of then
    urgency = models.PositiveSmallIntegerField(default=3)  # 1 most to 4 least
    public = models.BooleanField(default=False)

    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State if s != State.NEW]
    )
    unit = a_unit()
    last_unit = a_unit()
    against = a_unit()
    conflict_lifted = models.BooleanField(default=False)
    serves = models.CharField(max_length=12, default="reporter")  # other, public
    reporter = a_person()  # staff who reported; residents have no row
    checker = a_person()
    dispatcher = a_person()
    handler = a_person()
    verifier = a_person()
    last_verifier = a_person()  # before it was reopened
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(o, o) for o in OUTCOMES]
    )
    closed_for = models.CharField(max_length=24, blank=True)  # coded reason
    forced = models.BooleanField(default=False)
    closing_proposed_by = a_person()
    closing_reason = models.CharField(max_length=24, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    arbitrated = models.BooleanField(default=False)
    reworks = models.PositiveSmallIntegerField(default=0)
    reopenings = models.PositiveSmallIntegerField(default=0)
    suspended_until = models.DateField(null=True, blank=True)
    suspensions = models.PositiveSmallIntegerField(default=0)
    escalations = models.PositiveSmallIntegerField(default=0)
    urged_at = models.DateTimeField(null=True, blank=True)
    supervised_by = a_person()  # who waits for a reply
    sampled = models.BooleanField(default=False)  # chosen for re-inspection
    reachable = models.BooleanField(default=False)  # the reporter left a contact
    followers = models.PositiveIntegerField(default=0)  # who said "me too"
    told_at = models.DateTimeField(null=True, blank=True)
    untold_reason = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    apart = models.ManyToManyField("self", blank=True)  # not the same, somebody said
    root_cause = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="recurrences"
    )

    reported_at = models.DateTimeField()  # receipt: the reporter's clocks start here
    established_at = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_act_at = models.DateTimeField()
    # The running clock that ends first; the end of handling; handled or running late.
    due_at = models.DateTimeField(null=True, blank=True)
    promised_at = models.DateTimeField(null=True, blank=True)
    overdue = models.BooleanField(default=False)
    look_at = models.DateTimeField(null=True, blank=True)  # when the watch looks again

    revision = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes)  # hash of its last journal entry

    class Meta:
        constraints = [
            *outside.CONSTRAINTS,
            models.CheckConstraint(
                name="case_in_hand_has_a_unit",
                condition=~Q(state__in=sorted(HAS_UNIT)) | Q(unit__isnull=False),
            ),
            models.CheckConstraint(
                name="case_closed_when_its_state_is",
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | (~Q(state__in=sorted(CLOSED)) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_is_not_handled_and_verified_by_one_person",
                condition=Q(handler__isnull=True)
                | Q(verifier__isnull=True)
                | ~Q(handler=F("verifier")),
            ),
            models.CheckConstraint(
                name="case_merged_points_to_another",
                condition=(Q(state=State.MERGED) & Q(merged_into__isnull=False))
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_body_complained_of_does_not_handle_it",
                condition=Q(against__isnull=True)
                | Q(unit__isnull=True)
                | Q(conflict_lifted=True)
                | ~Q(unit=F("against")),
            ),
        ]
        indexes = [
            *outside.INDEXES,
            models.Index(
                name="case_to_look_at",
                fields=["look_at"],
                condition=Q(look_at__isnull=False),
            ),
            of_open("case_open_by_due", "due_at", "id"),
            of_open("case_open_in_care", "care_path", "state"),
            of_open("case_open_counted", *COUNTED),
            of_open("case_open_of_unit", "unit", "due_at"),
            of_open("case_open_on_desk", "desk_path", "state", "due_at", "id"),
            models.Index(
                name="case_closing_proposed",
                fields=["closing_proposed_by", "id"],
                condition=OPEN & Q(closing_proposed_by__isnull=False),
            ),
            models.Index(name="case_by_time", fields=["-reported_at", "-id"]),
            models.Index(
                name="case_by_closing",
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(name="case_in_care", fields=["care_path", "-reported_at"]),
            models.Index(name="case_of_matter", fields=["matter", "-reported_at"]),
            models.Index(name="case_of_unit", fields=["unit", "-reported_at"]),
            of_open("case_on_the_map", "lat", "lon"),
            models.Index(
                name="case_with_accuracy",
                fields=["reported_at"],
                condition=Q(accuracy__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def deadline(self) -> datetime | None:
        """The running clock that ends first; None while none runs."""
        return None if self.due_at == NEVER else self.due_at


class Clock(models.Model):
    """One run of one stage's time. A new run (rework, another unit) is a new row."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    stage = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Stage])
    limit = models.CharField(max_length=24)  # "2 work-day"
    extensions = models.JSONField(default=list)  # further limits, granted
    calendar = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    pauses = models.JSONField(default=list)  # [[from, to or null], …], ISO 8601
    paused = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)  # next moment worth a look
    mark = models.PositiveSmallIntegerField(default=0)  # 0 fresh, 1 warned, 2 overdue
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_has_one_running_clock_a_stage",
                fields=["case", "stage"],
                condition=Q(stopped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.case_id}"


class Milestone(models.Model):
    """A result that is due on the way, counted from the start of handling."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="milestones")
    code = models.SlugField(max_length=80)
    limit = models.CharField(max_length=24)
    due_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)
    warned = models.BooleanField(default=False)  # that it was not reached in time

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_has_a_milestone_once", fields=["case", "code"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"


class Contact(models.Model):
    """How to reach somebody about one case; never keyed to a resident's record.

    Name, telephone and e-mail are sealed under a key of this row, so that erasure
    destroys the key. `disclosure` is what the reporter chose. A follower has a code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10)  # reporter, served, follower
    disclosure = models.CharField(max_length=10, default="platform")  # unit
    name = models.BinaryField(null=True, blank=True)
    phone = models.BinaryField(null=True, blank=True)
    email = models.BinaryField(null=True, blank=True)
    phone_index = models.BinaryField(null=True, blank=True, db_index=True)
    email_index = models.BinaryField(null=True, blank=True, db_index=True)
    language = models.CharField(max_length=12, default="zh-hans")
    quiet = models.BooleanField(default=False)  # wants to hear nothing of it
    code_index = models.BinaryField(null=True, unique=True)  # of a follower's code
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class Remark(models.Model):
    """What was said with one act; the journal entry of that number commits to it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    seq = models.PositiveIntegerField()  # of the journal entry
    name = models.CharField(max_length=24)  # the fact: text, result, parties, …
    text = models.TextField()
    public = models.BooleanField(default=False)  # the reporter may read it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_says_a_thing_once_an_act", fields=["case", "seq", "name"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.case_id}"


class Attachment(models.Model):
    """A file shown with a case: before, after, document, agreement."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    seq = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    by = a_person()
    at = models.DateTimeField()
    public = models.BooleanField(default=False)  # after review

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_shows_a_file_once_an_act", fields=["case", "seq", "file"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """A further unit on a case: supporting, whistled for, consulted, alerted."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="calls")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # support, whistle, consult, alert
    called_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    opinion = models.CharField(max_length=10, blank=True)  # agree, disagree
    rating_of_unit = models.PositiveSmallIntegerField(null=True, blank=True)  # 1-5
    rating_by_unit = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="unit_is_called_once_to_a_case", fields=["case", "unit"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} to {self.case_id}"


class Extension(models.Model):
    """More time, asked for with a reason, granted or refused by somebody else."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions")
    limit = models.CharField(max_length=24)
    reason = models.CharField(max_length=24)
    asked_by = a_person()
    asked_at = models.DateTimeField()
    decided_by = a_person()
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_has_one_extension_pending",
                fields=["case"],
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="extension_is_decided_by_another_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit} for {self.case_id}"


class Appeal(models.Model):
    """A unit contests an overdue mark or a deduction. The fact stays visible."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="appeal")
    ground = models.CharField(max_length=12)
    asked_by = a_person()
    asked_at = models.DateTimeField()
    first = models.CharField(max_length=8, blank=True)  # uphold, reject
    first_by = a_person()
    second = models.CharField(max_length=8, blank=True)
    second_by = a_person()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appeal_is_reviewed_by_another_person",
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
            )
        ]

    def __str__(self) -> str:
        return f"appeal of {self.case_id}"


class Verdict(models.Model):
    """What the reporter says of the result. Of the result, never of a person."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="verdicts")
    round = models.PositiveSmallIntegerField()  # how often it had been reopened
    verdict = models.CharField(max_length=16)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)  # 1-5
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reporter_says_once_a_round", fields=["case", "round"]
            )
        ]
        indexes = [models.Index(name="verdict_by_time", fields=["verdict", "said_at"])]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.case_id}"


class Package(models.Model):
    """The sealed file of a filed case; without `file` it waits to be sealed by duty."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="packages")
    seq = models.PositiveIntegerField()  # of the journal entry that filed it
    filed_at = models.DateTimeField()
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True)  # of the manifest
    tries = models.PositiveSmallIntegerField(default=0)  # in vain, so far
    try_at = models.DateTimeField(null=True, blank=True)  # not before; none: at once

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="filing_is_sealed_once", fields=["case", "seq"]
            )
        ]
        indexes = [
            models.Index(
                name="package_to_seal",
                fields=["filed_at"],
                condition=Q(file__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"package of {self.case_id}"


class Tally(models.Model):
    """Open cases by state, care and unit: sums of rows of +1 and -1, folded by duty."""

    care_path = ByteOrderField(max_length=255)
    unit = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12)
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(name="tally_key", fields=["care_path", "state"])]

    def __str__(self) -> str:
        return f"{self.state} {self.count}"


class Foreign(models.Model):
    """What a case is called in the list it was brought in from."""

    source = ByteOrderField(max_length=60)
    foreign_id = ByteOrderField(max_length=120)
    case = models.OneToOneField(Case, models.CASCADE, related_name="foreign")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="row_of_a_list_is_one_case", fields=["source", "foreign_id"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.foreign_id}"


class Followed(models.Model):
    """One row: up to which change of the tree, and which day, open cases have come."""

    number = models.BigIntegerField(default=0)
    day = models.DateField()
    settled = models.BigIntegerField(default=0)  # looked at once more
    settled_day = models.DateField()
    again_at = models.DateTimeField(null=True, blank=True)  # when the rest will be

    def __str__(self) -> str:
        return f"{self.number} on {self.day}"
