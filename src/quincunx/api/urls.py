"""The API's addresses: /api/v1 with its description, /healthz and /readyz."""

from typing import Any

from django.urls import path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from quincunx.api import (
    access_keys,
    acts,
    admissions,
    appointments,
    area_changes,
    areas,
    around,
    border_drafts,
    cases,
    catalogue_drafts,
    coverage,
    developer,
    health,
    matters,
    organisations,
    packs,
    papers,
    people,
    premises,
    problems,
    registers,
    residents,
    rosters,
    scopes,
    sendings,
    staff,
    suggestions,
    webhooks,
)
from quincunx.api.reading import Reader
from quincunx.api.security import STAFF


class Api(NinjaAPI):
    """Names each operation as its function, so that modules can move."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **told: Any) -> OpenAPISchema:
        """Name the key that everything POSTed may be sent under."""
        schema = super().get_openapi_schema(**told)
        posted = [each["post"] for each in schema["paths"].values() if "post" in each]
        for operation in posted:
            if operation["operationId"] not in sendings.READS:
                operation["parameters"].append(sendings.PARAMETER)
        return schema


api = Api(
    title="Quincunx",
    version="1",
    description="Cases, areas, matters and staff of one district.",
    auth=STAFF,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
    parser=Reader(),
)
problems.speak(api)
api.add_decorator(sendings.once)
api.add_decorator(scopes.heeding)
ROOMS = (
    cases,
    acts,
    around,
    papers,
    residents,
    areas,
    area_changes,
    border_drafts,
    coverage,
    premises,
    registers,
    matters,
    packs,
    catalogue_drafts,
    admissions,
    staff,
    organisations,
    people,
    appointments,
    rosters,
    suggestions,
    access_keys,
    webhooks,
)
for room in ROOMS:
    api.add_router("", room.router)

urlpatterns = [
    *developer.pages(api.get_openapi_schema),
    path("api/v1/", api.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
