"""What this room's refusals say: what is wrong, where, and what to do."""

from django.utils.translation import gettext_lazy as _

from quincunx.areas.division_sentences import DIVISION
from quincunx.foundation.wording import Words

TREE: dict[str, Words] = {
    "default-point-exists": _(
        "“%(name)s” is declared already, under this name or at this position. Remove"
        " it first, or leave it."
    ),
    "no-such-default-point": _(
        "No default point is called “%(name)s”. Compare the list of them."
    ),
    "no-such-area": _("There is no area “%(area)s”. Choose one from the tree."),
    "no-such-code": _("Nobody bears the code %(value)s on %(on)s. Compare the code."),
    "no-such-scheme": _("There is no scheme “%(scheme)s”. Load it first."),
    "tree-not-yours-to-change": _(
        "The tree of areas is not yours to change here. Ask the administrator."
    ),
    "area-not-yet": _(
        "%(area)s begins on %(since)s, after %(on)s. Choose that day or a later one."
    ),
    "area-ended": _("%(area)s ended on %(until)s. Choose the area that follows it."),
    "area-without-border": _(
        "%(area)s has no border on %(on)s. Draw one first, then go on."
    ),
    "area-has-parts": _(
        "%(area)s still holds %(parts)s areas. Move or close them first."
    ),
    "area-name-unfit": _(
        "“%(name)s” cannot be a name: it has 1 to %(most)s characters. Shorten it."
    ),
    "earlier-than-last-change": _(
        "%(area)s was last changed on %(since)s. What holds from %(on)s would change"
        " the past: choose that day or a later one."
    ),
    "date-ahead": _(
        "%(on)s is still to come. This can be done on the day itself; today is"
        " %(today)s."
    ),
    "tree-cycle": _(
        "%(area)s cannot stand below %(parent)s, which stands below it."
        " Choose another parent."
    ),
    "tree-too-deep": _(
        "%(area)s would stand too deep: a path has %(most)s characters at most."
    ),
    "level-not-below": _(
        "%(parent)s is of level %(above)s, which is not above level %(level)s."
        " Choose a parent of an upper level."
    ),
    "level-unknown": _("There is no level %(level)s. The top one is 1."),
    "kind-unknown": _("There is no kind “%(kind)s”. Choose one of: %(kinds)s."),
    "merge-not-siblings": _(
        "%(areas)s cannot be merged: choose two or more of one kind and level under"
        " the same parent."
    ),
    "merge-not-neighbours": _(
        "%(areas)s do not lie side by side, and a grid is in one piece."
        " Choose neighbours."
    ),
    "split-into-one": _("%(area)s is split into two parts or more. Draw another one."),
    "split-does-not-cover": _(
        "The parts differ from %(area)s by %(differs)s m², and %(twice)s m² are covered"
        " twice. Let them cover it exactly."
    ),
}
CODES: dict[str, Words] = {
    "code-taken": _(
        "%(area)s bears the code %(value)s already. End it there first, or correct it."
    ),
    "code-has-no-serial": _(
        "Codes of %(scheme)s are not counted. Give the code yourself."
    ),
    "no-region-code-above": _(
        "No area above %(area)s bears a region code, on which its own is built."
        " Give the community its code first."
    ),
}
FILES: dict[str, Words] = {
    "file-missing": _("There is no file %(file)s. Compare the name."),
    "file-kind-unknown": _(
        "%(file)s is of no known kind. Give GeoJSON (.geojson), a zipped Shapefile"
        " (.zip), a GeoPackage (.gpkg) or a table (.csv, .xlsx)."
    ),
    "file-too-long": _("%(file)s has more than %(most)s rows. Divide it."),
    "file-unreadable": _(
        "%(file)s is damaged, or not what its ending says. Export it again."
    ),
    "rows-wrong": _(
        "%(count)s rows of %(file)s cannot be taken. Nothing was taken; put them right"
        " and bring the file again."
    ),
    "file-without-rows": _("%(file)s has no rows. Give one that has."),
    "file-without-outlines": _(
        "%(file)s has no outlines. Give a layer with polygons, or points."
    ),
    "not-a-feature-collection": _(
        "%(file)s is no collection of features. Export it as a GeoJSON"
        " FeatureCollection."
    ),
    "encoding-unknown": _(
        "The texts of %(file)s cannot be read. Save it as UTF-8, or state its encoding"
        " in a .cpg file."
    ),
    "archive-leads-outside": _(
        "%(file)s holds “%(member)s”, which leads out of the archive."
        " Pack plain files only."
    ),
    "archive-in-archive": _(
        "%(file)s holds another archive, “%(member)s”. Unpack it first."
    ),
    "archive-needs-one-shapefile": _(
        "%(file)s holds %(found)s Shapefiles. Pack exactly one."
    ),
    "archive-part-missing": _(
        "%(file)s lacks %(missing)s. Pack all files of the Shapefile."
    ),
    "archive-too-full": _(
        "%(file)s holds more than %(most)s files. Pack only one map."
    ),
    "package-needs-one-layer": _(
        "%(file)s has these layers: %(layers)s. Export the one that is meant."
    ),
}
ROWS: dict[str, Words] = {
    "name-column-needed": _(
        "%(file)s has no column “name”, but it has %(found)s. Say which one holds the"
        " name (--name-field), or leave only the codes."
    ),
    "code-empty": _("Row %(row)s has no code. Fill it in."),
    "code-malformed": _(
        "Row %(row)s: “%(value)s” is no code of this scheme. Compare its length and"
        " digits."
    ),
    "code-twice": _(
        "The code %(value)s stands in row %(first)s and in row %(row)s."
        " Leave one of them."
    ),
    "code-at-other-level": _(
        "Row %(row)s: the code %(value)s is borne at level %(level)s already."
        " Compare the level you gave."
    ),
    "parent-unknown": _(
        "Row %(row)s: the parent “%(parent)s” of %(value)s is neither in the file nor"
        " in the tree. Bring it in first, or correct it."
    ),
    "parent-not-above": _(
        "Row %(row)s: %(parent)s does not stand above %(value)s. Correct the parent."
    ),
    "level-above-empty": _(
        "No area stands above level %(level)s. Bring the upper level in first, or name"
        " one area to be founded over all rows (--under)."
    ),
    "outside-every-parent": _(
        "Row %(row)s: %(name)s at %(example)s lies far outside every area above it."
        " Compare the reference system, or bring its parent in first."
    ),
    "row-without-position": _(
        "Row %(row)s: “%(lon)s”, “%(lat)s” is no position. Write degrees as numbers."
    ),
    "outline-not-a-surface": _(
        "%(where)s is drawn as %(found)s. An area is a polygon; only buildings and lots"
        " may be points."
    ),
    "crs-missing": _(
        "Numbers like %(example)s are not known to be degrees. Say which reference"
        " system they are in (--crs EPSG:…)."
    ),
    "crs-unknown": _(
        "There is no reference system “%(crs)s”. Write it like EPSG:4490, GCJ-02 or"
        " BD-09."
    ),
    "crs-contradicts-file": _(
        "You say %(declared)s, the file says %(stated)s. Leave it out, or correct the"
        " file."
    ),
    "crs-does-not-fit": _(
        "%(example)s lies where this reference system does not reach."
        " State the right one."
    ),
    "crs-makes-it-tiny": _(
        "In the reference system stated the whole file is less than %(most)s metres"
        " wide; %(example)s looks like degrees. State EPSG:4326, or the right one."
    ),
    "coordinates-swapped": _(
        "%(example)s fits only with longitude and latitude exchanged."
        " Write longitude first."
    ),
    "tree-changed-meanwhile": _(
        "The tree has changed since %(file)s was looked at. Look at it again."
    ),
}
DRAFTS: dict[str, Words] = {
    "draft-needed": _(
        "The first set-up is over: borders change by a draft that another person"
        " approves. Draw one under Areas, Border drafts."
    ),
    "no-such-draft": _("There is no border draft %(draft)s. Choose one from the list."),
    "draft-title-unfit": _("A title has 1 to %(most)s characters. Write one."),
    "draft-reason-too-long": _("A reason has at most %(most)s characters. Shorten it."),
    "draft-without-reason": _("Say why the borders change. Whoever approves reads it."),
    "draft-day-not-ahead": _(
        "Borders change from a day to come, and %(on)s is not: today is %(today)s."
        " Choose a later day."
    ),
    "draft-too-long": _(
        "A draft has at most %(most)s steps and 32 MB. Divide it into several."
    ),
    "step-not-understood": _(
        "Step %(number)s cannot be understood. Compare it with the description."
    ),
    "draft-changes-nothing": _(
        "This draft changes nothing. Draw what is to change, then submit it."
    ),
    "draft-has-faults": _(
        "%(faults)s faults would arise. The first: %(border_fault)s, %(areas)s, at"
        " %(lon)s, %(lat)s. Put them right, then submit it."
    ),
    "draft-in-the-way": _(
        "Draft %(draft)s, “%(title)s”, changes %(areas)s from %(on)s. Wait for that"
        " day, or withdraw one of the two."
    ),
    "draft-shows-otherwise-now": _(
        "The tree has changed since you looked. Look at the preview again."
    ),
    "draft-is-your-own": _(
        "You have drawn this draft yourself. Another person of the district decides."
    ),
    "no-corner-there": _(
        "No outline has a corner at %(lon)s, %(lat)s. Choose a corner of a border."
    ),
    "line-does-not-cut": _(
        "The line does not cut %(area)s in two. Begin and end it outside the area."
    ),
    "neighbour-used-up": _(
        "Nothing would be left of %(area)s. Merge the two, or draw it smaller."
    ),
    "tree-changes-another-way": _(
        "%(file)s founds or names the district itself, which belongs to the first"
        " set-up. Leave the district out of the file."
    ),
}
NOTICES: dict[str, tuple[Words, Words]] = {
    "border-draft-submitted": (
        _("A border draft waits for a decision"),
        _(
            "Draft %(number)s, “%(title)s”, from %(on)s. Look at what moves, then"
            " decide."
        ),
    ),
    "border-draft-approved": (
        _("Your border draft was approved"),
        _("Draft %(number)s, “%(title)s”, takes effect on %(on)s."),
    ),
    "border-draft-sent-back": (
        _("Your border draft came back"),
        _("Draft %(number)s, “%(title)s”. The reason: %(remark)s"),
    ),
    "border-draft-in-force": (
        _("Your border draft is in force"),
        _("Draft %(number)s, “%(title)s”, holds from %(on)s."),
    ),
    "border-draft-failed": (
        _("An approved border draft could not take effect"),
        _("Draft %(number)s, “%(title)s”, for %(on)s: %(remark)s"),
    ),
}
NAMES: dict[str, dict[str, Words]] = {
    "border_fault": {
        "overlap": _("overlap"),
        "gap": _("gap"),
        "hole": _("hole"),
        "sliver": _("sliver"),
        "outside-parent": _("outside its parent"),
        "orphan": _("without a parent"),
        "apart": _("in several pieces"),
    },
    "draft_state": {
        "drawn": _("being drawn"),
        "submitted": _("waits for a decision"),
        "approved": _("approved, waits for its day"),
        "in-force": _("in force"),
        "withdrawn": _("withdrawn"),
        "failed": _("could not take effect"),
    },
}
POSTERS: dict[str, Words] = {
    "no-such-poster": _(
        "This poster is out of date. You can report all the same; choose the place."
    ),
    "posters-not-yours": _(
        "Posters of this place are made by its leader, its dispatchers and the"
        " administrator. Ask one of them."
    ),
}
BASEMAP: dict[str, Words] = {
    "basemap-without-system": _(
        "The base map does not say its coordinate system. Declare it in"
        " QUINCUNX_BASEMAP_SYSTEM: WGS-84, CGCS2000, GCJ-02 or BD-09."
    ),
    "basemap-system-unknown": _(
        "“%(system)s” is no system of a base map. QUINCUNX_BASEMAP_SYSTEM is one of"
        " WGS-84, CGCS2000, GCJ-02, BD-09."
    ),
    "basemap-address": _(
        "“%(address)s” is no address of a base map. It begins with https:// or / and"
        " holds {z}, {x} and {y}."
    ),
    "basemap-too-many": _("A base map has %(most)s addresses at most. Leave some out."),
    "basemap-absent": _(
        "%(file)s cannot be read. Compare the path in QUINCUNX_BASEMAP, and who owns"
        " the file."
    ),
    "basemap-not-pmtiles": _(
        "%(file)s is no PMTiles archive of version 3. Make it as the administrator's"
        " guide says."
    ),
}
SENTENCES = TREE | CODES | FILES | ROWS | DRAFTS | POSTERS | BASEMAP | DIVISION
