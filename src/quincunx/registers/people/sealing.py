"""How a person's fields are kept: sealed, indexed blind, and a masked copy to show."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from quincunx.foundation import vault
from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import naming, numbering
from quincunx.registers.people.masking import MASKS
from quincunx.registers.people.models import Identity, Resident
from quincunx.registers.people.vocabulary import FIELDS

SHOWN = "shown"


@dataclass(frozen=True)
class Person:
    """What is told of somebody, in plain words, on its way into the vault."""

    name: str
    phone: str = ""
    number: str = ""
    born: date | None = None

    def fields(self) -> dict[str, str]:
        told = {"name": self.name, "phone": self.phone, "number": self.number}
        born = self.born.isoformat() if self.born else ""
        return {field: said for field, said in {**told, "born": born}.items() if said}


def checked(told: Person, *, on: date) -> Person:
    """Return what is told in the one spelling; the number tells the birthday."""
    number = numbering.card_number(told.number, on=on) if told.number else ""
    born = told.born
    if number and born not in (None, numbering.birthday(number)):
        raise Refusal("born-otherwise-than-number")
    born = numbering.birthday(number) if number else born
    if born is not None and not date(1850, 1, 1) <= born <= on:
        raise Refusal("born-out-of-range")
    phone = text.phone(told.phone) if told.phone else ""
    return Person(naming.name(told.name), phone, number, born)


def keep(resident: Resident, told: Mapping[str, str]) -> Identity:
    """Seal fields into a resident and their identity; the caller saves both."""
    key = vault.key_of(resident.subject) or vault.new_key(resident.subject)
    masks = {field: MASKS[field](said) for field, said in told.items() if said}
    resident.shown = key.seal(SHOWN, json.dumps(masks, ensure_ascii=False))
    index(resident, told)
    sealed = {field: _sealed(key, field, told.get(field, "")) for field in FIELDS}
    return Identity(resident=resident, **sealed)


def index(resident: Resident, told: Mapping[str, str]) -> None:
    name, born = naming.key(told["name"]), told.get("born", "")
    resident.name_index = name_index(told["name"])
    resident.phone_index = _blind("phone", told.get("phone", ""))
    resident.number_index = number_index(told["number"]) if "number" in told else None
    resident.birth_index = _blind("birth", f"{name}\n{born}" if born else "")


def name_index(name: str) -> bytes:
    return vault.blind("people.name", naming.key(name))


def number_index(number: str) -> bytes:
    return vault.blind("people.number", number)


def phone_index(number: str) -> bytes:
    return vault.blind("people.phone", number)


def masked(residents: Collection[Resident]) -> dict[UUID, dict[str, str]]:
    """Return what may be seen of some residents. One query for their keys."""
    vault.warm([resident.subject for resident in residents])
    return {each.pk: _masks(each) for each in residents}


def _masks(resident: Resident) -> dict[str, str]:
    sealed = bytes(resident.shown)
    shown: dict[str, str] = json.loads(
        vault.open_sealed(resident.subject, SHOWN, sealed)
    )
    return shown


def _blind(label: str, said: str) -> bytes | None:
    return vault.blind(f"people.{label}", said) if said else None


def _sealed(key: vault.Key, label: str, said: str) -> bytes | None:
    return key.seal(label, said) if said else None


def known_fields(told: Mapping[str, str]) -> Iterable[str]:
    return [field for field in FIELDS if told.get(field)]
