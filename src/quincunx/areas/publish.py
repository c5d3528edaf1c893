"""What residents read of an area: the telephone that somebody answers."""

from datetime import datetime

from django.db import transaction

from quincunx.areas import access
from quincunx.areas.models import Area
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib import text


@transaction.atomic
def telephone(area: Area, number: str, *, by: Actor, at: datetime) -> Area:
    """Put the public number of an area right, as it is to be read and dialled."""
    access.must_post(by, area.path)
    now = Area.objects.select_for_update().get(pk=area.pk)
    now.telephone = text.line(number)[:40]
    now.save(update_fields=["telephone"])
    subject, said = Subject("area", str(area.pk)), {"telephone": now.telephone}
    journal.record(subject, "telephone", by=by, at=at, texts=said)
    return now
