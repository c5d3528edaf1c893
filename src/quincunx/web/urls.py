"""The addresses of the staff's screens."""

from django.urls import path

from quincunx.web.shell import desk, signing

urlpatterns = [
    path("desk", desk.desk, name="desk"),
    *signing.urlpatterns,
]
