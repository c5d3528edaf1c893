"""Files that nothing refers to: photos of reports that were never sent."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import (
    Exists,
    ManyToOneRel,
    OuterRef,
    ProtectedError,
    QuerySet,
)

from quincunx.foundation import files
from quincunx.foundation.models import StoredFile

# A draft lives for a day from its last page, and carries photos of its first.
UNUSED = timedelta(days=2)
AT_ONCE = 200


def unused(at: datetime) -> QuerySet[StoredFile]:
    """Return the files that were kept long enough without a row that points to them."""
    found = StoredFile.objects.filter(kept_at__lte=at - UNUSED)
    for relation in StoredFile._meta.get_fields(include_hidden=True):  # noqa: SLF001  # public in all but name
        if isinstance(relation, ManyToOneRel):
            pointing = relation.related_model._default_manager  # noqa: SLF001  # public in all but name
            told = {relation.field.name: OuterRef("pk")}
            found = found.exclude(Exists(pointing.filter(**told)))
    return found


def forget_unused(at: datetime, *, most: int = AT_ONCE) -> int:
    """Forget them; return how many. What is being taken up just now stays."""
    done = 0
    for file in unused(at).order_by("kept_at")[:most]:
        try:
            with transaction.atomic():
                file.delete()
        except (ProtectedError, IntegrityError):
            continue
        files.forget_bytes(file.sha)
        done += 1
    return done
