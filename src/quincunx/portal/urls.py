"""The addresses of residents' pages."""

from django.urls import path

from quincunx.portal import follow, pages, report

urlpatterns = [
    path("", pages.home, name="home"),
    path("complaints", pages.complain, name="complain"),
    path("report", report.start, name="report"),
    path("report/<slug:name>", report.page, name="report-page"),
    path("follow", follow.follow, name="follow"),
    path("follow/<slug:code>", follow.tracked, name="tracked"),
    path("follow/<slug:code>/photo/<uuid:key>", follow.photo, name="tracked-photo"),
    path("follow/<slug:code>/<slug:name>", follow.act, name="tracked-act"),
]
