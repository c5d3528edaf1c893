"""Whether what is shown and said meets the completion standard of a case."""

from collections.abc import Iterable

from quincunx.cases import evidence
from quincunx.cases.clocks import terms_of
from quincunx.cases.models import Attachment, Case
from quincunx.cases.papers import Shown


def evidence_missing(
    case: Case, files: Iterable[Shown] = (), *, said: str = ""
) -> tuple[str, ...]:
    """Return the kinds of evidence the standard still asks for. One query at most."""
    terms = terms_of(case)
    if terms is None or not terms.evidence:
        return ()
    new = [each.kind for each in files]
    if not evidence.missing(terms.evidence, new, said=said):
        return ()
    kept = Attachment.objects.filter(case=case).values_list("kind", flat=True)
    return evidence.missing(terms.evidence, [*kept, *new], said=said)


def photos_of(case: Case) -> list[Attachment]:
    """Return the pictures of a case, those first that came first. One query."""
    pictures = Attachment.objects.filter(
        case=case, kind__startswith="photo", file__media_type__startswith="image/"
    )
    return list(pictures.select_related("file").order_by("seq", "pk"))
