"""The year of a small town: every way a case can take, and every lane at its end."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from quincunx.cases.models import Attachment, Case, Contact, Package
from quincunx.cases.queries import Lane, lane_counts, links
from quincunx.cases.vocabulary import Act
from quincunx.demo import filling
from quincunx.demo.stage import NEWS
from quincunx.foundation import journal
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.models import Entry, Notice
from quincunx.matters.processes import Tier

UNTIL = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # Monday, half past ten
USUAL = {
    Act.REPORT, Act.RECORD, Act.ESTABLISH, Act.DISPATCH, Act.ACCEPT, Act.FINISH,
    Act.CONFIRM, Act.TELL, Act.FILE, Act.VERDICT, Act.COORDINATE, Act.AGREE,
    Act.CHECK_DOCUMENTS, Act.ENDORSE, Act.DEFINE, Act.ALERT, Act.ARRIVE,
    Act.SEND_BACK, Act.DISPUTE, Act.ARBITRATE, Act.ASK_EXTENSION, Act.SUSPEND,
    Act.ASK_CHECK, Act.CHECKED, Act.REFUSE, Act.ESCALATE,
}  # fmt: skip


@pytest.mark.usefixtures("transactional_db")
def test_a_year_goes_every_way_and_ends_with_work_in_every_lane() -> None:
    filled = filling.fill(cases=320, until=UNTIL)

    cases = Case.objects.all()
    assert cases.count() >= filled.cases == 320
    assert set(cases.exclude(tier="").values_list("tier", flat=True)) == set(Tier)
    assert Counter(cases.values_list("channel", flat=True)).keys() >= {
        "patrol",
        "portal",
        "telephone",
        "counter",
        "department",
    }

    lanes = lane_counts(CLOCK, UNTIL)
    assert all(lanes[lane] for lane in set(Lane) - {Lane.TELL}), lanes
    still_open = cases.filter(closed_at=None)
    assert 15 < still_open.count() < 120

    done = Counter(Entry.objects.values_list("act", flat=True))
    assert set(done) >= USUAL, USUAL - set(done)
    late = cases.filter(overdue=True).count() / cases.count()
    assert 0.03 < late < 0.3

    assert Attachment.objects.filter(kind="photo-before").exists()
    assert Attachment.objects.filter(kind="photo-after").exists()
    assert Contact.objects.exists()
    assert Package.objects.filter(file__isnull=False).count() <= filling.SEALED
    assert not Entry.objects.filter(at__gt=UNTIL).exists()
    assert not Notice.objects.filter(told_at__lt=UNTIL - NEWS).exists()
    assert journal.verify(links=links(CLOCK)).holds
