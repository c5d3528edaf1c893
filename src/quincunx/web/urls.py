"""The addresses of the staff's screens."""

from django.urls import path

from quincunx.web.areas import find, reports, tile_view
from quincunx.web.areas import views as areas
from quincunx.web.cases import (
    act_page,
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
from quincunx.web.matters import views as matters
from quincunx.web.notices import channels, mine
from quincunx.web.shell import desk, signing
from quincunx.web.staff import find as staff_find
from quincunx.web.staff import matrix, offices, organisations, people, suggestions
from quincunx.web.system import page as system

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
    path("matters/<int:key>", matters.matter, name="matter"),
    path("areas", areas.areas, name="areas"),
    path("areas/<int:key>", areas.area, name="area"),
    path("areas/find", find.find, name="areas-find"),
    path("areas/coverage", reports.coverage, name="areas-coverage"),
    path("areas/departments", reports.departments, name="areas-departments"),
    path("areas/borders", reports.borders, name="areas-borders"),
    path("areas/tiles/", tile_view.root, name="area-tiles"),
    path(
        "areas/tiles/<int:zoom>/<int:x>/<int:y>.pbf", tile_view.tile, name="area-tile"
    ),
    path("system", system.system, name="system"),
    path("staff", organisations.organisations, name="staff"),
    path("staff/find/units", staff_find.units, name="units-find"),
    path("staff/find/people", staff_find.people, name="people-find"),
    path("staff/find/members", staff_find.members, name="members-find"),
    path("staff/units/<slug:code>", organisations.organisation, name="staff-unit"),
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
    path("staff/matrix", matrix.matrix, name="staff-matrix"),
    path("staff/suggestions", suggestions.suggestions, name="staff-suggestions"),
    path("staff/suggestions/new", suggestions.send, name="staff-suggest"),
    path(
        "staff/suggestions/<int:key>",
        suggestions.suggestion,
        name="staff-suggestion",
    ),
]
