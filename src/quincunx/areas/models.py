"""The tables of the tree: areas, their borders, codes, former places and lineage."""

from django.db import models
from django.db.models import F, Q

from quincunx.areas.draft_life import State
from quincunx.areas.tree import LONGEST
from quincunx.foundation.fields import ByteOrderField


class Kind(models.TextChoices):
    """What an area is for; the first group makes the tree that reports fall into."""

    TERRITORY = "territory"  # district, sub-district office, community
    COMPOSITE = "composite"  # 300-500 households inside one community
    MICRO = "micro"  # 50-80 households inside a composite grid
    BUILDING = "building"  # a building or courtyard
    DEDICATED = "dedicated"  # campus, park, mall, tower, market
    UNIT = "unit"  # about 10,000 square metres, for public space
    RESPONSIBILITY = "responsibility"  # a union of unit grids


class Scheme(models.Model):
    """How deep a tree goes and what its levels are called; data of a city."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class Level(models.Model):
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    name = models.JSONField(default=dict)  # language -> name

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="level_stands_once_in_its_scheme", fields=["scheme", "number"]
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Area(models.Model):
    """A district, an office's territory, a community, a grid, a building.

    The key is never a code, never used twice, and given out by `Revision`.
    """

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts"
    )
    path = ByteOrderField(max_length=LONGEST, unique=True)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.TERRITORY)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="areas")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day without it
    gap_exempt = models.BooleanField(default=False)  # need not cover its parent
    telephone = models.CharField(max_length=40, blank=True)  # public

    class Meta:
        constraints = [
            models.CheckConstraint(name="area_has_a_level", condition=Q(level__gte=1)),
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(name="area_by_level", fields=["level", "path"]),
            models.Index(
                name="area_that_ends",
                fields=["valid_to"],
                condition=Q(valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Border(models.Model):
    """The outline of an area for a time: a polygon, or a point for a small part."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="borders")
    wkb = models.BinaryField()
    minx = models.FloatField()
    miny = models.FloatField()
    maxx = models.FloatField()
    maxy = models.FloatField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="area_has_one_border_without_end",
                fields=["area"],
                condition=Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="border_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="border_lies_on_the_globe",
                condition=Q(minx__gte=-180, maxx__lte=180, miny__gte=-90, maxy__lte=90),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} from {self.valid_from}"


class Version(models.Model):
    """What an area was called and where it stood before a change; past times only."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="versions")
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+"
    )
    path = ByteOrderField(max_length=LONGEST)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="version_ends_after_it_begins",
                condition=Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} until {self.valid_to}"


class Lineage(models.Model):
    """What became of an area: `after` took over from `before`, wholly or in part."""

    class Kind(models.TextChoices):
        SPLIT = "split"
        MERGE = "merge"

    before = models.ForeignKey(Area, models.PROTECT, related_name="became")
    after = models.ForeignKey(Area, models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="lineage_is_told_once", fields=["before", "after"]
            ),
            models.CheckConstraint(
                name="area_does_not_come_from_itself",
                condition=~Q(before=F("after")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} {self.kind} {self.after_id}"


class CodeScheme(models.Model):
    """How codes of one kind are built, as `lib.codes` reads it.

    Without segments any code is taken: a city's own.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField(default=dict)
    segments = models.JSONField(default=list)
    guard = models.CharField(max_length=10, default="none")  # the check character

    def __str__(self) -> str:
        return self.code


class Code(models.Model):
    """A code an area bears for a time. A revoked code names what replaced it."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="codes")
    scheme = models.ForeignKey(CodeScheme, models.PROTECT, related_name="codes")
    value = ByteOrderField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="code_names_one_area_at_a_time",
                fields=["scheme", "value"],
                condition=Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="code_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(name="code_by_value", fields=["value", "scheme"]),
        ]

    def __str__(self) -> str:
        return self.value


class Poster(models.Model):
    """A code on a wall that opens the report form with its place chosen."""

    code = models.CharField(max_length=12, unique=True)  # random, shown to everybody
    area = models.ForeignKey(Area, models.PROTECT, related_name="posters")
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="area_has_one_poster_that_holds",
                fields=["area"],
                condition=models.Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DefaultPoint(models.Model):
    """A position that stands for "not known" in somebody's lists; never located."""

    name = models.CharField(max_length=120)
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="default_point_is_declared_once", fields=["lon", "lat"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """One row: which state the tree is in. Locked by every change of the tree.

    `token` differs after every change, so that a process knows its index is stale
    even when a number came back with a restored copy. `last_area` is the highest
    key ever given.
    """

    number = models.BigIntegerField(default=0)
    token = models.CharField(max_length=32, default="")
    last_area = models.BigIntegerField(default=0)
    settled_on = models.DateField(null=True, blank=True)  # the first set-up is over

    def __str__(self) -> str:
        return str(self.number)


class Change(models.Model):
    """What a revision changed and where; rooms above look here for what to follow."""

    number = models.BigIntegerField()
    act = models.CharField(max_length=16)
    area = models.ForeignKey(
        Area, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    on = models.DateField()
    minx = models.FloatField(null=True)
    miny = models.FloatField(null=True)
    maxx = models.FloatField(null=True)
    maxy = models.FloatField(null=True)
    pending = models.BooleanField(default=False)  # dated ahead, not yet followed

    class Meta:
        indexes = [
            models.Index(name="change_by_number", fields=["number"]),
            models.Index(
                name="change_to_follow", fields=["on"], condition=Q(pending=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class BorderDraft(models.Model):
    """Changes of the tree that one person draws and another approves, for a day.

    `steps` are as `draft_steps` reads them; `touched` are the keys of the areas they
    change, `path` holds them all. `foreseen` is what was seen when it was submitted.
    """

    title = models.CharField(max_length=120)
    reason = models.TextField()
    on = models.DateField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    steps = models.JSONField(default=list)
    touched = models.JSONField(default=list)
    path = ByteOrderField(max_length=LONGEST, default="")
    foreseen = models.JSONField(default=dict)
    remark = models.TextField(blank=True, default="")  # why sent back, or why it failed
    drafted_by = models.BigIntegerField(null=True, blank=True)  # a person of the staff
    decided_by = models.BigIntegerField(null=True, blank=True)
    drafted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draft_is_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="draft_in_force_was_decided",
                condition=~Q(state__in=[State.APPROVED, State.IN_FORCE, State.FAILED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="draft_by_state", fields=["state", "on"]),
            models.Index(name="draft_by_place", fields=["path"]),
        ]

    def __str__(self) -> str:
        return self.title
