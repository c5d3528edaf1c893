"""Pictures from strangers: judged by their own bytes, drawn anew, nothing kept along.

What leaves here was encoded by us: no place, camera, comment, profile or second
file hidden behind the picture survives. Colours are taken as sRGB.
"""

import re
import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from quincunx.lib.refusal import Refusal

MEGABYTE = 1024 * 1024
MOST_BYTES = 12 * MEGABYTE
MOST_MEGAPIXELS = {"JPEG": 40, "PNG": 40, "WEBP": 20}  # WebP decodes into three copies
LONGEST_SIDE = 2560  # pixels kept: enough to read a number plate across a street
LARGE_PNG = 3 * MEGABYTE  # a photograph in the clothes of a drawing
THUMBNAIL_SIDE = 320

TAKEN = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
NOT_TAKEN = {
    "HEIC": re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL),
    "AVIF": re.compile(rb"....ftypavi[fs]", re.DOTALL),
    "GIF": re.compile(rb"GIF8"),
    "TIFF": re.compile(rb"II\*\x00|MM\x00\*"),
    "BMP": re.compile(rb"BM"),
    "SVG": re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg", re.DOTALL),
}
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError)


@dataclass(frozen=True)
class Picture:
    """An encoded picture: bytes, size in pixels, media type."""

    content: bytes
    width: int
    height: int
    media_type: str


def clean(content: bytes) -> Picture:
    """Return a picture drawn anew, upright, its longer side at most 2560 pixels.

    JPEG and WebP become JPEG, PNG stays PNG unless it is large. The largest take
    some 2 s and 350 MB. Refuses `image-too-large` (12 MB), `image-too-many-pixels`
    (40 million, before any is decoded), `image-kind`, `image-animated`,
    `image-damaged`.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("image-too-large", most=MOST_BYTES // MEGABYTE)
    kind = _kind(content)
    drawn = _drawn(content, kind, LONGEST_SIDE)
    if kind == "PNG":
        picture = _encoded(drawn, "PNG", optimize=False)
        if len(picture.content) <= LARGE_PNG:
            return picture
    return _encoded(_on_white(drawn), "JPEG", quality=85, optimize=True)


def thumbnail(content: bytes, side: int = THUMBNAIL_SIDE) -> Picture:
    """Return a small JPEG, its longer side at most `side` pixels.

    Meant for what `clean` returned; refuses as it does, but counts no bytes.
    """
    drawn = _drawn(content, _kind(content), side)
    return _encoded(_on_white(drawn), "JPEG", quality=80, optimize=True)


def _kind(content: bytes) -> str:
    """Return the kind the bytes themselves say; a name or a header may lie."""
    for kind, magic in TAKEN.items():
        if magic.match(content):
            return kind
    known = (kind for kind, magic in NOT_TAKEN.items() if magic.match(content[:1024]))
    found = next(known, "")
    raise Refusal("image-kind", found=found, taken=tuple(TAKEN))


def _drawn(content: bytes, kind: str, side: int) -> Image.Image:
    """Return the picture on fresh paper, upright and no larger than `side`."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as source:
            _check_size(source, kind)
            # Of a JPEG this decodes no more than the smaller size needs.
            source.thumbnail((side, side), Image.Resampling.LANCZOS)
            return _on_fresh_paper(ImageOps.exif_transpose(source))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels(kind) from bomb
    except _BROKEN as error:
        raise Refusal("image-damaged") from error


def _check_size(source: Image.Image, kind: str) -> None:
    """Refuse by the header alone: nothing has been decoded yet."""
    if source.width * source.height > MOST_MEGAPIXELS[kind] * 1_000_000:
        raise _too_many_pixels(kind)
    # A JPEG of two pictures (MPO) is how telephones keep a preview: the first counts.
    if source.format != "MPO" and getattr(source, "is_animated", False):
        raise Refusal("image-animated")


def _too_many_pixels(kind: str) -> Refusal:
    return Refusal("image-too-many-pixels", most=MOST_MEGAPIXELS[kind])


def _on_fresh_paper(picture: Image.Image) -> Image.Image:
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    fresh = Image.new(mode, picture.size)
    fresh.paste(picture.convert(mode))
    return fresh


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _encoded(picture: Image.Image, kind: str, **options: int) -> Picture:
    file = BytesIO()
    picture.save(file, kind, **options)
    media_type = f"image/{kind.lower()}"
    return Picture(file.getvalue(), picture.width, picture.height, media_type)
