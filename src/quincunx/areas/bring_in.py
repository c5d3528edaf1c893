"""Areas come in from a file: read and compared first, then written whole or not at all.

`read` changes nothing and returns a preview of what `apply` would do. Areas are known
again by their code (by name where the file has none): brought in twice, a file
changes nothing the second time. The district that was founded before any file, and
has no code yet, is taken over by a file that has one area of its level.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from quincunx.areas import access, index, revision
from quincunx.areas.drafts import Draft
from quincunx.areas.map_drafts import Remarks, map_drafts
from quincunx.areas.options import Options
from quincunx.areas.plans import Plan, plan
from quincunx.areas.region_lists import region_drafts
from quincunx.areas.sources import position_columns
from quincunx.areas.writing import write
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import read_table

TABLES = frozenset({".csv", ".xlsx"})
_SHOWN = 10


@dataclass(frozen=True)
class Preview:
    """What a file would do to the tree of `stamp`."""

    file: str
    digest: str
    options: Options
    drafts: Sequence[Draft] = field(repr=False)
    plan: Plan = field(repr=False)
    remarks: Remarks
    stamp: index.Stamp

    def facts(self) -> dict[str, Any]:
        """Return the preview as plain values, for a screen or for JSON."""
        levels = Counter(self.drafts[place].level for place in self.plan.new)
        return {
            "file": self.file,
            "sha256": self.digest,
            **self.plan.counts(),
            "new_by_level": dict(sorted(levels.items())),
            "mended": list(self.remarks.mended),
            "beside": list(self.remarks.beside),
            "adopted": [self._row(place) for place in self.plan.adopted],
            "rows": [self._row(place) for place in self.plan.new[:_SHOWN]],
        }

    def _row(self, place: int) -> dict[str, Any]:
        draft = self.drafts[place]
        return {
            "row": draft.row,
            "code": draft.code,
            "name": draft.name,
            "level": draft.level,
        }


def read(path: Path, options: Options) -> Preview:
    """Return what bringing in `path` would do; nothing is changed.

    About 25 s and 600 MB for 665,000 codes.
    """
    stamp = index.stamp_now()
    remarks = Remarks()
    if _is_list(path, options):
        drafts, options = region_drafts(path, options)
    else:
        drafts, remarks = map_drafts(path, options)
    if not drafts:
        raise Refusal("file-without-rows", file=path.name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Preview(
        path.name, digest, options, drafts, plan(drafts, options), remarks, stamp
    )


@transaction.atomic
def apply(preview: Preview, *, by: Actor, at: datetime) -> Preview:
    """Write what the preview shows, in one transaction.

    Refuses when the tree has changed since, so that nothing else happens than shown.
    """
    access.must_change(by)
    held = revision.held()
    if (held.number, held.token) != preview.stamp:
        raise Refusal("tree-changed-meanwhile", file=preview.file)
    counts = preview.plan.counts()
    write(held, preview.drafts, preview.plan, preview.options, by=by, at=at)
    journal.record(
        Subject("import", preview.digest[:32]),
        "areas-brought-in",
        by=by,
        at=at,
        facts={
            "sha256": preview.digest,
            "level": preview.options.level,
            "from": preview.options.valid_from.isoformat(),
            "revision": held.number,
            **counts,
        },
        texts={"file": preview.file},
    )
    return preview


def _is_list(path: Path, options: Options) -> bool:
    """Say whether a file is a list of codes: a table without positions."""
    if path.suffix.lower() not in TABLES or not path.is_file():
        return False
    columns = read_table(path, path.name).columns
    lon, lat = position_columns(columns, options.lon_field, options.lat_field)
    return not (lon and lat)
