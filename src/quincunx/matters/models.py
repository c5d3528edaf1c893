"""Packs in versions, the matters and conditions in them, admission, announced years."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quincunx.matters.processes import Tier


class Revision(models.Model):
    """One row; its token changes with every load, and every process compares it."""

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)


class Pack(models.Model):
    """A policy pack: of the whole installation, or narrowing its parent in one area."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    area = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pack_under_a_parent_has_an_area",
                condition=Q(parent__isnull=True) | Q(area__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PackVersion(models.Model):
    """A pack as it was loaded once; `source` is its files, `content` what they say."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    source = models.JSONField()
    content = models.JSONField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pack_version_number_is_used_once", fields=["pack", "number"]
            ),
            models.UniqueConstraint(
                name="pack_has_one_open_version",
                fields=["pack"],
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                name="pack_version_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id}@{self.number}"


class Matter(models.Model):
    """Something looked after: the same row through all versions of its pack.

    The columns show how it stands in the newest version, for lists.
    """

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="matters")
    code = models.SlugField(max_length=80)
    domain = models.SlugField(max_length=60)
    name = models.JSONField()
    icon = models.SlugField(max_length=40)
    tier = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Tier])
    public = models.BooleanField()
    position = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matter_code_is_used_once_in_a_pack", fields=["pack", "code"]
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Condition(models.Model):
    """A filing condition: when a report of this matter becomes a case."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="conditions")
    code = models.SlugField(max_length=80)
    name = models.JSONField()
    position = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="condition_code_is_used_once_in_a_matter",
                fields=["matter", "code"],
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MatterVersion(models.Model):
    """What a matter says from one version of its pack to the next that changes it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="versions")
    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="changes")
    definition = models.JSONField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matter_changes_once_in_a_version", fields=["matter", "version"]
            ),
            models.UniqueConstraint(
                name="matter_has_one_open_version",
                fields=["matter"],
                condition=Q(valid_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}@{self.version_id}"


class Admission(models.Model):
    """From when to when a matter may be given to grid workers, and who approved it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="admissions")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)  # the first day it holds no more
    temporary = models.BooleanField()
    approval = models.CharField(max_length=200)
    removal = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matter_is_admitted_once_at_a_time",
                fields=["matter"],
                condition=Q(ends__isnull=True),
            ),
            models.CheckConstraint(
                name="temporary_admission_has_an_end",
                condition=Q(temporary=False) | Q(ends__isnull=False),
            ),
            models.CheckConstraint(
                name="admission_ends_after_it_starts",
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} from {self.starts}"


class PackDraft(models.Model):
    """A next version of a pack, written by one person and put in force by another.

    `base` is the number of the version it was begun from, `files` are its texts.
    """

    class State(models.TextChoices):
        DRAWN = "drawn"
        SUBMITTED = "submitted"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="drafts")
    base = models.PositiveIntegerField()
    files = models.JSONField()
    title = models.CharField(max_length=120)
    reason = models.TextField()
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    remark = models.TextField(blank=True, default="")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    drafted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pack_draft_is_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="published_pack_draft_was_decided",
                condition=~Q(state="published") | Q(decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="pack_draft_by_state", fields=["state", "on"])]

    def __str__(self) -> str:
        return self.title


class AnnouncedYear(models.Model):
    """Holidays and make-up days of one year, announced after this program shipped."""

    days = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField()
    holidays = models.JSONField()
    worked = models.JSONField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="year_is_announced_once", fields=["days", "year"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} {self.year}"
