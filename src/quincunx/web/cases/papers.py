"""Pictures and papers of a case, for those who may see the case."""

from uuid import UUID

from django.http import FileResponse

from quincunx.cases import access
from quincunx.foundation import files
from quincunx.lib.refusal import Refusal
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

SANDBOX = "default-src 'none'; img-src 'self'; style-src 'none'; sandbox"


@staff_only
def sealed(request: Visit, number: str) -> FileResponse:
    """Send the sealed file of a filed case: an outsider can verify it."""
    case = access.case_for(request.actor, number)
    packages = case.packages.filter(file__isnull=False).select_related("file")
    last = packages.order_by("-seq").first()
    if last is None or last.file is None:
        raise Refusal("no-such-file")
    return FileResponse(
        files.open(last.file.sha),
        as_attachment=True,
        filename=f"{case.number}.zip",
        content_type=last.file.media_type,
    )


@staff_only
def paper(request: Visit, number: str, key: UUID) -> FileResponse:
    """Send one file: a picture to be shown, anything else to be kept."""
    case = access.case_for(request.actor, number)
    shown = case.attachments.filter(file=key).select_related("file").first()
    if shown is None:
        raise Refusal("no-such-file")
    file = shown.file
    answer = FileResponse(
        files.open(file.sha),
        as_attachment=not file.media_type.startswith("image/"),
        filename=shown.name or file.name,
        content_type=file.media_type,
    )
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
