"""The addresses of the field app."""

from django.urls import path

from quincunx.field import blobs, outbox, papers, shell, sync, telephones

urlpatterns = [
    path("field", shell.app, name="field"),
    path("field/manifest.json", shell.manifest, name="field-manifest"),
    path("field/worker.js", shell.worker, name="field-worker"),
    path("field/sync", sync.sync, name="field-sync"),
    path("field/cases/<slug:number>", sync.case, name="field-case"),
    path("field/cases/<slug:number>/<slug:name>", outbox.case_acts, name="field-act"),
    path(
        "field/cases/<slug:number>/papers/<uuid:key>",
        papers.picture,
        name="field-picture",
    ),
    path("field/reports", outbox.reports, name="field-reports"),
    path("field/records", outbox.records, name="field-records"),
    path("field/blobs/<slug:sha>", blobs.blob, name="field-blob"),
    path("field/telephones", telephones.telephones, name="field-telephones"),
    path("field/telephones/<int:key>/end", telephones.end, name="field-telephone-end"),
    path("field/leave", telephones.leave, name="field-leave"),
]
