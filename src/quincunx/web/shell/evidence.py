"""What the kinds of evidence are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.matters.processes import EvidenceKind

EVIDENCE: Mapping[str, str | Promise] = {
    EvidenceKind.PHOTO_BEFORE: _("Photo before"),
    EvidenceKind.PHOTO_AFTER: _("Photo after, same angle"),
    EvidenceKind.DOCUMENT: _("Document"),
    EvidenceKind.READING: _("Reading of an instrument"),
    EvidenceKind.TEXT: _("Description in words"),
    EvidenceKind.AGREEMENT: _("Signed agreement"),
}
