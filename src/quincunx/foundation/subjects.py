"""What a journal entry, a notice or a key is about: a kind and an id, no more."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Subject:
    """A thing with a life of its own, named without importing its room."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"
