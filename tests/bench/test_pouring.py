"""A row poured in bulk is the row it was cast from, but for what it was told."""

from quincunx.bench.pouring import Mould, pour
from quincunx.cases.models import Case
from quincunx.foundation.models import new_id
from tests.cases.conftest import Stage


def test_a_poured_case_is_like_the_walked_one(stage: Stage) -> None:
    walked = Case.objects.get(pk=stage.report().pk)
    told = [
        {"id": new_id(), "number": f"260302-COPY0{n}", "code_index": bytes([n] * 8)}
        for n in range(3)
    ]
    mould = Mould(walked)
    pour(Case, [mould.cast(each) for each in told])
    for each in told:
        poured = Case.objects.get(pk=each["id"])
        assert _values(poured) == _values(walked) | each


def _values(case: Case) -> dict[str, object]:
    fields = Case._meta.concrete_fields
    return {f.attname: f.value_from_object(case) for f in fields}
