"""What the foundation is told of this room when the program starts."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from quincunx.areas import own_checks
from quincunx.areas.models import BorderDraft
from quincunx.areas.personal import FIELDS
from quincunx.areas.sentences import NAMES, NOTICES, SENTENCES
from quincunx.foundation import health, privacy, wording
from quincunx.foundation.notices import describe_with


def register() -> None:
    wording.add(SENTENCES)
    wording.add_notices(NOTICES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_("Everybody: it is public"),
    )
    health.use(*own_checks.CHECKS)
    describe_with("border-draft", _of_drafts)


def _of_drafts(ids: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    found = BorderDraft.objects.filter(pk__in=[int(k) for k in ids if k.isdecimal()])
    return {
        str(draft.pk): {
            "number": draft.pk,
            "title": draft.title,
            "on": draft.on,
            "remark": draft.remark,
        }
        for draft in found
    }
