"""What a list calls a matter or a unit, found in the catalogue and among the units."""

from collections.abc import Iterable
from datetime import date

from quincunx.cases.bring_in.mapping import Mapping
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import folded
from quincunx.matters import catalogue
from quincunx.matters.book import Book, book
from quincunx.matters.models import Matter
from quincunx.staff.models import Organisation


class Names:
    """The catalogue and the open units, read once for an import."""

    def __init__(self, mapping: Mapping, path: str) -> None:
        self._mapping, self._path = mapping, path
        self._book: Book = book()
        self._days: dict[date, dict[str, Matter]] = {}
        self._units = {
            _key(_called(unit, mapping.unit_by)): unit
            for unit in Organisation.objects.filter(closed_on=None).order_by("-pk")
        }

    def matter(self, called: Iterable[str], on: date) -> Matter:
        """Return the first matter the catalogue of that day knows; none is refused."""
        known = self._matters(on)
        found = (known.get(_key(name)) for name in called)
        matter = next((each for each in found if each is not None), None)
        if matter is None:
            raise _unknown("row-matter-unknown", self._mapping.matter.columns, called)
        return matter

    def unit(self, called: Iterable[str]) -> Organisation | None:
        """Return the first unit that is known; None where the list tells none."""
        found = (self._units.get(_key(name)) for name in called)
        unit = next((each for each in found if each is not None), None)
        if unit is None and any(called):
            raise _unknown("row-unit-unknown", self._mapping.unit.columns, called)
        return unit

    def _matters(self, on: date) -> dict[str, Matter]:
        if on not in self._days:
            matters = catalogue.matters_in(self._path, on, within=self._book)
            self._days[on] = {
                _key(name): matter
                for matter in reversed(matters)
                for name in _names(matter, self._mapping.matter_by)
            }
        return self._days[on]


def _names(matter: Matter, by: str) -> list[str]:
    return [matter.code] if by == "code" else list(matter.name.values())


def _called(unit: Organisation, by: str) -> str:
    return unit.code if by == "code" else unit.name


def _key(name: str) -> str:
    return " ".join(folded(name).split())


def _unknown(code: str, columns: tuple[str, ...], called: Iterable[str]) -> Refusal:
    value = " / ".join(called)[:80]
    return Refusal(code, column=", ".join(columns), value=value)
