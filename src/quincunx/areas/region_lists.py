"""A list of codes as a tree: of regions by their digits, others by their parents."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from quincunx.areas import sources
from quincunx.areas.codes import REGION
from quincunx.areas.drafts import Draft, join, must_be_single, ranked, region_parents
from quincunx.areas.options import Options
from quincunx.areas.plans import codes_there
from quincunx.lib import codes
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import Table, read_table

_COUNTY = 3  # a list that starts above it is a country's, not a district's


def region_drafts(path: Path, options: Options) -> tuple[list[Draft], Options]:
    """Return the areas a list of codes names, and the options as they turned out."""
    options = replace(options, code_scheme=options.code_scheme or REGION)
    found = read_table(path, path.name)
    drafts = list(_drafts(found, options))
    if not drafts:
        return [], options
    places = must_be_single(drafts)
    join(drafts, places, codes_there(options.code_scheme, options.valid_from))
    depths = ranked(drafts)
    if options.code_scheme == REGION:
        depths = [codes.region_level(draft.code) for draft in drafts]
        if not options.levels and min(depths) < _COUNTY:
            options = replace(options, levels="statistical-regions")
    _set_levels(drafts, depths, options)
    return drafts, options


def _set_levels(drafts: Sequence[Draft], depths: list[int], options: Options) -> None:
    top = min(depths)
    for draft, depth in zip(drafts, depths, strict=True):
        draft.level = options.level + depth - top
        alone = draft.parent is None and draft.parent_key is None
        if alone and depth > top:
            above = next(iter(draft.above), "")
            raise Refusal(
                "parent-unknown", row=draft.row, value=draft.code, parent=above
            )
        if draft.parent is not None and depths[draft.parent] >= depth:
            code = drafts[draft.parent].code
            raise Refusal(
                "parent-not-above", row=draft.row, value=draft.code, parent=code
            )


def _drafts(found: Table, options: Options) -> Iterator[Draft]:
    code = options.code_field or "code"
    name = options.name_field or ("name" if "name" in found.columns else "")
    parent = options.parent_field or ("parent" if "parent" in found.columns else "")
    sources.must_have(found.file, found.columns, code, name, parent)
    if not name and set(found.columns) - {code, parent}:
        raise Refusal("name-column-needed", file=found.file, found=found.columns[:40])
    regional = options.code_scheme == REGION
    for row in found.rows:
        called = row[name] if name else ""
        stated = row[parent] if parent else ""
        yield _draft(row.number, row[code], called, stated, regional=regional)


def _draft(row: int, value: str, name: str, stated: str, *, regional: bool) -> Draft:
    if not value:
        raise Refusal("code-empty", row=row)
    if not regional:
        named = (stated,) if stated else ()
        return Draft(row, value, name, named, bool(stated))
    try:
        code = codes.region(value)
        above = region_parents(code, stated=stated)
    except Refusal as wrong:
        raise Refusal("code-malformed", row=row, value=value[:40]) from wrong
    return Draft(row, code, name, above, bool(stated))
