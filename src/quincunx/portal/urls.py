"""The addresses of residents' pages."""

from django.urls import path

from quincunx.portal import (
    follow,
    grids,
    later,
    mine,
    pages,
    records,
    renting,
    report,
    sign_in,
)

urlpatterns = [
    path("", pages.home, name="home"),
    path("complaints", pages.complain, name="complain"),
    path("report", report.start, name="report"),
    path("report/later", later.later, name="report-later"),
    path("report/<slug:name>", report.page, name="report-page"),
    path("mine", mine.reports, name="mine"),
    path("mine/sign-in", sign_in.ask, name="mine-sign-in"),
    path("mine/code", sign_in.code, name="mine-code"),
    path("mine/sign-out", sign_in.sign_out, name="mine-sign-out"),
    path("mine/data", mine.data, name="mine-data"),
    path("mine/data.json", mine.export, name="mine-export"),
    path("mine/erase", mine.erase, name="mine-erase"),
    path("mine/<uuid:key>", mine.report, name="mine-report"),
    path("mine/<uuid:key>/contact", mine.contact, name="mine-contact"),
    path("mine/<uuid:key>/correct", mine.correct, name="mine-correct"),
    path("mine/<uuid:key>/photo/<uuid:file>", mine.photo, name="mine-photo"),
    path("mine/<uuid:key>/<slug:name>", mine.act, name="mine-act"),
    path("q/<slug:code>", report.scan, name="scan"),
    path("rent/<slug:code>", renting.declare, name="rent"),
    path("rent/told/<slug:code>", renting.told, name="rent-told"),
    path("grids", grids.find, name="grids"),
    path("grids/<int:key>", grids.grid, name="grid"),
    path("records", records.ask, name="records"),
    path("records/<slug:code>", records.follow, name="records-code"),
    path("records/<slug:code>/back", records.withdraw, name="records-withdraw"),
    path("records/<slug:code>/file", records.take, name="records-file"),
    path("follow", follow.follow, name="follow"),
    path("follow/<slug:code>", follow.tracked, name="tracked"),
    path("follow/<slug:code>/photo/<uuid:key>", follow.photo, name="tracked-photo"),
    path("follow/<slug:code>/contact", follow.contact, name="tracked-contact"),
    path("follow/<slug:code>/<slug:name>", follow.act, name="tracked-act"),
]
