"""Messages: what the source says in English, what the catalogues say in Chinese.

python tools/messages.py compile    write the .mo files that the program reads
python tools/messages.py check      name every message without a translation, and
                                    those that rooms translate differently
"""

import io
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parent.parent / "src" / "quincunx"
LANGUAGE = "zh_Hans"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Message:
    """What somebody wrote to be translated. `text` is the singular."""

    room: str
    place: str
    text: str
    context: str = ""


def said() -> Iterator[Message]:
    """Yield every message of scripts and templates, with the line it stands on."""
    for file in sorted(SOURCE.rglob("*.py")):
        yield from _in_file(file, file.read_bytes())
    for file in sorted(SOURCE.rglob("templates/**/*.*")):
        script = templatize(file.read_text(), origin=str(file))
        flush = "\n".join(line.strip() for line in script.splitlines())
        yield from _in_file(file, flush.encode())  # a template's indents mean nothing


def _in_file(file: Path, script: bytes) -> Iterator[Message]:
    place = file.relative_to(SOURCE)
    found = extract("python", io.BytesIO(script), KEYWORDS)
    for line, text, _comments, context in found:
        singular = text if isinstance(text, str) else text[0]
        yield Message(place.parts[0], f"{place}:{line}", singular, context or "")


def catalogues() -> list[Path]:
    """Return the catalogue files, one per room and language, rooms within rooms too."""
    return sorted(SOURCE.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/*.po"))


def translated() -> set[tuple[str, str]]:
    """Return context and text of everything that has a Chinese translation."""
    return {
        (str(message.context or ""), _singular(message.id))
        for path in catalogues()
        for message in _read(path)
        if message.id and all(_wordings(message.string)) and not message.fuzzy
    }


def _wordings(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    if isinstance(string, (tuple, list)):
        return list(string)
    return [string or ""]


def _singular(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE, domain=path.stem)


def missing() -> list[Message]:
    """Return what the source says and no catalogue translates."""
    known = translated()
    return sorted({m for m in said() if m.text and (m.context, m.text) not in known})


def torn() -> dict[tuple[str, str], dict[str, str]]:
    """Return what has several Chinese wordings, with the wording of each room.

    All catalogues become one, so that one of them silently wins everywhere.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for path in catalogues():
        for message in _read(path):
            if message.id:
                key = (str(message.context or ""), _singular(message.id))
                words = " / ".join(_wordings(message.string))
                found.setdefault(key, {})[path.parts[-5]] = words
    return {key: told for key, told in found.items() if len(set(told.values())) > 1}


def compile_stale() -> int:
    """Compile the catalogues that are newer than their .mo; return how many."""
    stale = [path for path in catalogues() if _is_stale(path)]
    for path in stale:
        buffer = io.BytesIO()
        write_mo(buffer, _read(path))
        path.with_suffix(".mo").write_bytes(buffer.getvalue())
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def check(rooms: Collection[str] = ()) -> int:
    """Print what is missing in these rooms, or in all; 1 when something is."""
    found = [message for message in missing() if not rooms or message.room in rooms]
    for message in found:
        print(f"src/quincunx/{message.place}: {message.text!r} has no Chinese")
    several = torn()
    for (context, text), told in sorted(several.items()):
        print(f"{text!r} {context and f'({context}) '}is said in several ways: {told}")
    print(f"{len(translated())} messages translated, {len(found)} missing")
    return 1 if found or several else 0


if __name__ == "__main__":
    compile_stale()
    sys.exit(check(sys.argv[2:]) if sys.argv[1:2] == ["check"] else 0)
