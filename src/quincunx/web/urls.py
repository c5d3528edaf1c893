"""The addresses of the staff's screens."""

from django.urls import path

from quincunx.web.areas import (
    bring,
    drafts,
    find,
    measuring,
    posters,
    reports,
    tile_view,
)
from quincunx.web.areas import views as areas
from quincunx.web.cases import (
    act_page,
    alarms,
    assigning,
    beside,
    case_page,
    contact,
    house,
    inbox,
    listing,
    maps,
    new,
    offers,
    offline,
    overview,
    papers,
    queue,
)
from quincunx.web.matters import bench
from quincunx.web.matters import drafts as pack_drafts
from quincunx.web.matters import views as matters
from quincunx.web.notices import channels, mine
from quincunx.web.registers import views as registers
from quincunx.web.shell import desk, signing, style
from quincunx.web.staff import (
    ending,
    matrix,
    offices,
    organisations,
    people,
    roster,
    running,
    suggestions,
    telephones,
)
from quincunx.web.staff import find as staff_find
from quincunx.web.staff import keys as staff_keys
from quincunx.web.system import page as system
from quincunx.web.walls import running as walls_running
from quincunx.web.walls import wall
from quincunx.web.webhooks import views as webhooks

urlpatterns = [
    *signing.urlpatterns,
    path("desk", desk.desk, name="desk"),
    path("desk/inbox", inbox.inbox_page, name="inbox"),
    path("desk/inbox-worker.js", offline.inbox_worker, name="inbox-worker"),
    path("desk/overview", overview.overview_page, name="overview"),
    path("desk/overview.xlsx", overview.workbook, name="overview-xlsx"),
    path("desk/<slug:code>/<int:area>", house.house, name="house"),
    path("desk/queue", queue.queue, name="queue"),
    path("desk/queue/rows", queue.queue_rows, name="queue-rows"),
    path("desk/alarms", alarms.alarms, name="desk-alarms"),
    path("desk/here", beside.here, name="case-here"),
    path("desk/gone", beside.gone, name="case-gone"),
    path("desk/queue/counts", queue.counts, name="queue-counts"),
    path("cases", listing.listing, name="cases"),
    path("cases/new", new.new, name="case-new"),
    path("cases/new/likely", offers.likely, name="case-likely"),
    path("cases/map", maps.map_page, name="map"),
    path("cases/map/cases", maps.cases_on_map, name="map-cases"),
    path("cases/<slug:number>", case_page.case, name="case"),
    path("cases/<slug:number>/sealed", papers.sealed, name="case-sealed"),
    path("cases/<slug:number>/papers/<uuid:key>", papers.paper, name="case-paper"),
    path("cases/<slug:number>/contact", contact.contact, name="case-contact"),
    path("cases/<slug:number>/units", assigning.units, name="case-units"),
    path("cases/<slug:number>/<slug:name>", act_page.act, name="case-act"),
    path("notices", mine.notices, name="notices"),
    path("notices/<int:key>", mine.notice, name="notice"),
    path("notices/read", mine.read_all, name="notices-read"),
    path("notices/wanted", mine.wanted, name="notices-wanted"),
    path("channels", channels.ways, name="channels"),
    path("channels/try", channels.try_one, name="channels-try"),
    path("channels/again", channels.again, name="channels-again"),
    path("matters", matters.matters, name="matters"),
    path("matters/try", bench.try_out, name="matters-try"),
    path("matters/drafts", pack_drafts.drafts, name="matters-drafts"),
    path("matters/drafts/new", pack_drafts.new, name="matters-draft-new"),
    path("matters/drafts/<int:key>", pack_drafts.draft, name="matters-draft"),
    path(
        "matters/drafts/<int:key>/matters/<slug:code>",
        pack_drafts.edit_matter,
        name="matters-draft-matter",
    ),
    path(
        "matters/drafts/<int:key>/files/<str:name>",
        pack_drafts.edit_file,
        name="matters-draft-file",
    ),
    path(
        "matters/drafts/<int:key>/acts/<slug:act>",
        pack_drafts.draft_act,
        name="matters-draft-act",
    ),
    path("matters/packs/<slug:code>", pack_drafts.versions, name="matters-versions"),
    path("matters/<int:key>", matters.matter, name="matter"),
    path("areas", areas.areas, name="areas"),
    path("areas/<int:key>", areas.area, name="area"),
    path("areas/<int:key>/posters", posters.posters, name="posters"),
    path("areas/<int:key>/posters.pdf", posters.paper, name="posters-paper"),
    path("areas/<int:key>/posters/make", posters.make, name="posters-make"),
    path("areas/posters/<slug:code>/revoke", posters.revoke, name="poster-revoke"),
    path("areas/<int:key>/published", posters.publish, name="area-publish"),
    path("areas/find", find.find, name="areas-find"),
    path("areas/coverage", reports.coverage, name="areas-coverage"),
    path("areas/departments", reports.departments, name="areas-departments"),
    path("areas/borders", reports.borders, name="areas-borders"),
    path("areas/drafts", drafts.drafts, name="areas-drafts"),
    path("areas/drafts/new", drafts.new, name="areas-draft-new"),
    path("areas/import", bring.bring, name="areas-import"),
    path("areas/drafts/<int:key>", drafts.draft, name="areas-draft"),
    path(
        "areas/drafts/<int:key>/measure", measuring.measure, name="areas-draft-measure"
    ),
    path(
        "areas/drafts/<int:key>/outlines", drafts.outlines, name="areas-draft-outlines"
    ),
    path(
        "areas/drafts/<int:key>/steps/out", drafts.take_out, name="areas-draft-step-out"
    ),
    path("areas/drafts/<int:key>/<slug:act>", drafts.draft_act, name="areas-draft-act"),
    path("areas/tiles/", tile_view.root, name="area-tiles"),
    path("areas/base.pmtiles", tile_view.base, name="base-map"),
    path(
        "areas/tiles/<int:zoom>/<int:x>/<int:y>.pbf", tile_view.tile, name="area-tile"
    ),
    path("system", system.system, name="system"),
    path("developer/style", style.style, name="style"),
    path("registers", registers.buildings, name="registers"),
    path("registers/import", registers.bring, name="registers-import"),
    path(
        "registers/buildings/<int:key>", registers.building, name="registers-building"
    ),
    path("registers/rooms/<int:key>", registers.room, name="registers-room"),
    path("staff", organisations.organisations, name="staff"),
    path("staff/find/units", staff_find.units, name="units-find"),
    path("staff/find/people", staff_find.people, name="people-find"),
    path("staff/find/members", staff_find.members, name="members-find"),
    path("staff/units/<slug:code>", organisations.organisation, name="staff-unit"),
    path("staff/found", running.founding, name="staff-unit-new"),
    path("staff/units/<slug:code>/amend", running.amending, name="staff-unit-amend"),
    path("staff/units/<slug:code>/close", running.closing, name="staff-unit-close"),
    path("staff/offices", offices.offices, name="staff-offices"),
    path("staff/offices/new", offices.nominate, name="staff-nominate"),
    path("staff/offices/<int:key>", offices.office, name="staff-office"),
    path(
        "staff/offices/<int:key>/<slug:act>",
        offices.office_act,
        name="staff-office-act",
    ),
    path("staff/people", people.people, name="staff-people"),
    path("staff/people/new", people.enrolling, name="staff-enrol"),
    path("staff/people/<int:key>/link", people.link, name="staff-link"),
    path("staff/people/<int:key>/end", ending.ending, name="staff-end"),
    path(
        "staff/people/<int:key>/telephones",
        telephones.telephones,
        name="staff-telephones",
    ),
    path("staff/telephones/<int:key>/end", telephones.end, name="telephone-end"),
    path("staff/keys", staff_keys.access_keys, name="staff-keys"),
    path("staff/keys/new", staff_keys.make, name="staff-key-new"),
    path("staff/keys/<int:key>/end", staff_keys.end, name="staff-key-end"),
    path("webhooks", webhooks.webhooks, name="webhooks"),
    path("webhooks/new", webhooks.new, name="webhook-new"),
    path("webhooks/<uuid:key>", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:key>/secret", webhooks.secret, name="webhook-secret"),
    path("webhooks/<uuid:key>/again", webhooks.again, name="webhook-again"),
    path("webhooks/<uuid:key>/<slug:act>", webhooks.act, name="webhook-act"),
    path("wall", wall.wall, name="wall"),
    path("wall/figures", wall.wall_figures, name="wall-figures"),
    path("wall/map", wall.wall_map, name="wall-map"),
    path("wall/open/<str:token>", wall.open_with, name="wall-open"),
    path("walls", walls_running.announcements, name="walls"),
    path(
        "walls/announcements/<int:key>/withdraw",
        walls_running.withdraw,
        name="walls-withdraw",
    ),
    path("walls/screens", walls_running.screens_page, name="walls-screens"),
    path(
        "walls/screens/<int:key>/take-down",
        walls_running.take_down,
        name="walls-take-down",
    ),
    path("staff/matrix", matrix.matrix, name="staff-matrix"),
    path("staff/roster", roster.rosters, name="staff-rosters"),
    path("staff/roster/feed", roster.feed, name="staff-feed-make"),
    path("staff/roster/feed/<str:secret>.ics", roster.feed_file, name="staff-feed"),
    path(
        "staff/roster/shifts/<int:key>/note", roster.confirm, name="staff-shift-confirm"
    ),
    path(
        "staff/roster/shifts/<int:key>/<slug:act>",
        roster.shift_act,
        name="staff-shift-act",
    ),
    path("staff/roster/<slug:code>", roster.house_roster, name="staff-roster"),
    path("staff/roster/<slug:code>/plan", roster.plan, name="staff-roster-plan"),
    path("staff/roster/<slug:code>/want", roster.want, name="staff-roster-want"),
    path("staff/suggestions", suggestions.suggestions, name="staff-suggestions"),
    path("staff/suggestions/new", suggestions.send, name="staff-suggest"),
    path(
        "staff/suggestions/<int:key>",
        suggestions.suggestion,
        name="staff-suggestion",
    ),
]
