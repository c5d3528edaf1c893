"""What this room looks at: the base map, if one is set."""

from datetime import datetime

import shapely
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.areas import basemap, index
from quincunx.areas.basemap import BaseMap
from quincunx.foundation import wording
from quincunx.foundation.health import Check, Finding, Tone
from quincunx.lib.refusal import Refusal

SETTING = "export QUINCUNX_BASEMAP="  # none is better than a wrong one


def _base_map(now: datetime) -> Finding:
    try:
        found = basemap.declared()
    except Refusal as refusal:
        return Finding(wording.in_words(refusal), Tone.WARN, SETTING)
    if found is None:
        return Finding(_("None is set; maps show our own layers."))
    if found.archive and not _covers(found, now):
        said = _("%(file)s shows no part of the district.")
        return Finding(said % {"file": found.file}, Tone.WARN, SETTING)
    where = found.file or ", ".join(found.hosts) or found.addresses[0]
    told = {"where": where, "system": found.datum.name}
    return Finding(_("%(where)s, read as %(system)s.") % told)


def _covers(found: BaseMap, now: datetime) -> bool:
    """Say whether district and archive overlap; a shift of 1 km matters to neither."""
    tree = index.current()
    drawn = tree.shapes[tree.span(localdate(now)).in_force]
    if not len(drawn) or found.archive is None:
        return True
    ours = shapely.box(*shapely.total_bounds(drawn))
    return bool(shapely.intersects(ours, shapely.box(*found.archive.box)))


CHECKS = (Check("base-map", gettext_lazy("Base map"), _base_map),)
