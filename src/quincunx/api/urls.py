"""The API's addresses: /api/v1 with its description, /healthz and /readyz."""

from django.urls import path
from ninja import NinjaAPI

from quincunx.api import acts, areas, cases, health, matters, papers, problems, staff
from quincunx.api.security import STAFF

api = NinjaAPI(
    title="Quincunx",
    version="1",
    description="Cases, areas, matters and staff of one district.",
    auth=STAFF,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
problems.speak(api)
for module in (cases, acts, areas, matters, staff, papers):
    api.add_router("", module.router)

urlpatterns = [
    path("api/v1/", api.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
