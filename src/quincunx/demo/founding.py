"""Founding the demo's town through the real acts, as it stands when its year begins."""

from datetime import date, datetime
from random import Random

from quincunx.demo import ground
from quincunx.demo.division import Division
from quincunx.demo.housing import Housing
from quincunx.demo.organising import Organising
from quincunx.demo.staffing import Staffing
from quincunx.demo.town import Listed, Town
from quincunx.matters import catalogue, packs
from quincunx.staff.actors import importer


def found_town(chance: Random, *, at: datetime, on: date, language: str) -> Town:
    """Found areas, organisations, matters and people; `language` is the cast's."""
    town = Town(ground.draw(chance))
    division = Division(town, chance, at, on, language)
    division.divide()
    division.number()
    Housing(town, chance, at, on, language).lay_out()
    Organising(town, chance, at, on, language).organise()
    packs.load(packs.DEFAULT, by=importer(at), at=at)
    Staffing(town, chance, at, on, language).staff()
    town.matters = _matters(town, at)
    return town


def _matters(town: Town, at: datetime) -> dict[str, Listed]:
    path = town.areas["district"].path
    return {
        row.code: Listed(
            row,
            catalogue.definition(row, at),
            tuple(catalogue.conditions(row, at)),
        )
        for row in catalogue.matters_in(path, at.date())
    }
