"""The first page, and where complaints about the service itself go."""

from django.http import HttpResponse
from django.shortcuts import render

from quincunx.portal.visit import Visit
from quincunx.staff.published import counter


def home(request: Visit) -> HttpResponse:
    return render(request, "portal/home.html", {"desk": counter()})


def complain(request: Visit) -> HttpResponse:
    return render(request, "portal/complain.html", {"desk": counter()})
