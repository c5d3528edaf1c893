"""Papers: a layout and its words set as PDF/A-2b, always the same for the same words.

Set by typst with the fonts of a folder that is named; nothing is looked up on the
machine, and nothing that somebody wrote is read as markup.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
import typst

from quincunx.lib.refusal import Refusal

FONT = "NotoSansSC-Regular.ttf"


def pdf(
    layout: Path, parts: Mapping[str, bytes], *, fonts: Path, at: datetime
) -> bytes:
    """Return the paper that `layout` makes of `parts`, its data and pictures by path.

    Set in a folder of its own that is gone afterwards; some 20 milliseconds a page.
    Refuses `font-missing` rather than print Chinese as boxes.
    """
    compiler = _compiler(fonts, layout)
    with TemporaryDirectory(prefix="quincunx-paper-") as folder:
        for path, part in {layout.name: layout.read_bytes(), **parts}.items():
            place = Path(folder, path)
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(part)
        made = compiler.compile(
            input=Path(folder, layout.name),
            root=Path(folder),
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=at.replace(microsecond=0),
        )
    if not isinstance(made, bytes):
        raise TypeError("a printed file is one document")
    return made


@lru_cache(maxsize=4)
def _compiler(fonts: Path, layout: Path) -> typst.Compiler:
    """Return the compiler of a layout in this process, with the font read once."""
    if not (fonts / FONT).exists():
        raise Refusal("font-missing", font=FONT)
    return typst.Compiler(layout, font_paths=[fonts], ignore_system_fonts=True)


def qr(text: str) -> bytes:
    """Return what a telephone reads, drawn as SVG."""
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue()
