"""Files over the API: sent before the act that shows them, kept before answered."""

from io import BytesIO
from uuid import UUID

from ninja import File, Router, Status
from ninja.files import UploadedFile
from ninja.throttling import AnonRateThrottle

from quincunx.api import sendings
from quincunx.api.security import ANYBODY
from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.foundation import files
from quincunx.foundation.files import Blob

router = Router(tags=["files"])


class FileOut(Out):
    id: UUID
    sha: str
    size: int
    media_type: str


@router.post(
    "/files",
    response={201: FileOut},
    auth=ANYBODY,
    throttle=[AnonRateThrottle("120/h")],
)
def send(request: Visit, file: File[UploadedFile]) -> Status[FileOut]:
    """Keep a picture or PDF; name its id in the act or report that shows it."""
    blob = files.clean(BytesIO(file.read()))  # slow, so before any transaction
    return sendings.answered(request, lambda: _keep(request, blob, file.name or ""))


def _keep(request: Visit, blob: Blob, name: str) -> Status[FileOut]:
    kept = files.keep_own(blob, name=name, **doing(request))
    sent = FileOut(id=kept.pk, sha=kept.sha, size=kept.size, media_type=kept.media_type)
    return Status(201, sent)
