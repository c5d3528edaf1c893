"""The columns every row of a register has: where each field comes from, and its age."""

from collections.abc import Iterable
from datetime import date

from django.db import models

from quincunx.registers import facts
from quincunx.registers.facts import Fact, Known, Source


class Recorded(models.Model):
    """A row whose fields have a source and an age.

    `checked_on` is the day since which its oldest field was not confirmed.
    """

    known = models.JSONField(default=dict, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def learn(
        self, fields: Iterable[str], source: Source, *, on: date, reference: str = ""
    ) -> None:
        """Note who told these fields; the caller saves."""
        self._keep(facts.learn(self.known, fields, source, on=on, reference=reference))

    def confirm(self, fields: Iterable[str], *, on: date) -> None:
        """Note that these fields are still so; the caller saves."""
        self._keep(facts.confirm(self.known, fields, on=on))

    def forget(self, fields: Iterable[str]) -> None:
        self._keep(facts.forget(self.known, fields))

    @property
    def facts(self) -> dict[str, Fact]:
        return facts.read(self.known)

    def _keep(self, known: Known) -> None:
        self.known, self.checked_on = known, facts.oldest(known)
