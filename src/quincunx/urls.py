"""Where each door hangs."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quincunx.api.urls")),
    path("open311/v2/", include("quincunx.open311.urls")),
    path("", include("quincunx.portal.urls")),
    path("", include("quincunx.field.urls")),
    path("", include("quincunx.web.urls")),
]
handler400 = "quincunx.web.shell.errors.bad"
handler403 = "quincunx.web.shell.errors.forbidden"
handler404 = "quincunx.web.shell.errors.absent"
handler500 = "quincunx.web.shell.errors.failed"
