"""Pictures in the history of a task, for the telephone of whoever may see the case."""

from uuid import UUID

from django.http import FileResponse

from quincunx.cases import access
from quincunx.field.answers import staff_only
from quincunx.field.visit import Visit
from quincunx.foundation import files
from quincunx.lib.refusal import Refusal

SANDBOX = "default-src 'none'; sandbox"


@staff_only("GET")
def picture(request: Visit, number: str, key: UUID) -> FileResponse:
    """Send one file: a picture to be shown, anything else to be kept."""
    case = access.case_for(request.actor, number)
    shown = case.attachments.filter(file=key).select_related("file").first()
    if shown is None or shown.file is None:
        raise Refusal("no-such-file")
    answer = FileResponse(
        files.open(shown.file.sha),
        as_attachment=not shown.file.media_type.startswith("image/"),
        content_type=shown.file.media_type,
    )
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
