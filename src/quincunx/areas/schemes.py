"""How deep the tree goes and what its levels are called: data, ours as a default."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from quincunx.areas.models import CodeScheme, Level, Scheme
from quincunx.lib import codes
from quincunx.lib.refusal import Refusal

FIVE = "five-levels"
REGIONS = "statistical-regions"

_FIVE = (
    ("district", "区", "District"),
    ("sub-district", "街道", "Sub-district office"),
    ("community", "社区", "Community"),
    ("compound", "小区", "Compound"),
    ("building", "楼院", "Building or courtyard"),
)
_REGIONS = (
    ("province", "省级", "Province"),
    ("prefecture", "地级", "Prefecture"),
    ("county", "县级", "County"),
    ("town", "乡级", "Town"),
    ("committee", "村级", "Residents' or village committee"),
)
DEFAULTS: Mapping[str, tuple[dict[str, str], Sequence[tuple[str, str, str]]]] = {
    FIVE: ({"zh-hans": "五级网格", "en": "Five levels"}, _FIVE),
    REGIONS: ({"zh-hans": "统计用区划", "en": "Statistical regions"}, _REGIONS),
}
CODE_NAMES: Mapping[str, dict[str, str]] = {
    "region-12": {"zh-hans": "统计用区划代码", "en": "12-digit statistical code"},
    "unit-grid-15": {"zh-hans": "单元网格编码", "en": "15-digit unit grid code"},
    "professional-grid-20": {
        "zh-hans": "专业网格编码",
        "en": "20-digit community service code",
    },
    "base-grid-15": {"zh-hans": "基础网格编码", "en": "12-digit code and serial"},
}


@transaction.atomic
def load_defaults() -> None:
    """Write the schemes that come with the house; what is there stays as it is."""
    for code, (name, levels) in DEFAULTS.items():
        if not Scheme.objects.filter(code=code).exists():
            lay(
                code,
                name=name,
                levels=[(c, {"zh-hans": zh, "en": en}) for c, zh, en in levels],
            )
    for published in codes.PUBLISHED.values():
        CodeScheme.objects.get_or_create(code=published.code, defaults=_row(published))


def _row(published: codes.CodeScheme) -> dict[str, Any]:
    return {
        "name": CODE_NAMES[published.code],
        "segments": [asdict(segment) for segment in published.segments],
        "guard": published.check.value,
    }


def lay(
    code: str,
    *,
    name: Mapping[str, str],
    levels: Sequence[tuple[str, Mapping[str, str]]],
) -> Scheme:
    """Write a scheme of levels, the top one first; each has a code and names."""
    scheme = Scheme.objects.create(code=code, name=dict(name))
    Level.objects.bulk_create(
        Level(scheme=scheme, number=number, code=level, name=dict(names))
        for number, (level, names) in enumerate(levels, start=1)
    )
    return scheme


def scheme(code: str) -> Scheme:
    """Return the scheme of levels called `code`; ours are written when first asked."""
    found = Scheme.objects.filter(code=code).first()
    if found is None and code in DEFAULTS:
        load_defaults()
        found = Scheme.objects.get(code=code)
    if found is None:
        raise Refusal("no-such-scheme", scheme=code)
    return found


def level_name(name: Mapping[str, Any], language: str) -> str:
    """Return a name in `language`, else in English, else in any it has."""
    return str(name.get(language) or name.get("en") or next(iter(name.values()), ""))
