import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from quincunx.lib import images
from quincunx.lib.refusal import Refusal

SECRET = b"39.9042,116.4074 Li Hua"


def photo(width=640, height=480, mode="RGB"):
    """A cover with a red corner at the upper left, so that turning shows."""
    picture = Image.new(mode, (width, height), "steelblue")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill="red")
    return picture


def encoded(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def with_everything(kind):
    """A picture with a place, a turn, a comment and a profile."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 15.0)
    options = {"exif": exif, "icc_profile": b"profile " + SECRET}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", SECRET.decode())
        options["pnginfo"] = text
    if kind == "JPEG":
        options["comment"] = SECRET
    return encoded(photo(), kind, **options)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg")],
)
def test_a_photo_is_turned_upright_and_loses_everything_but_its_pixels(
    kind, media_type
):
    before = with_everything(kind)
    assert SECRET in before
    cleaned = images.clean(before + b"\nPK\x03\x04 hidden " + SECRET)
    assert SECRET not in cleaned.content
    assert b"hidden" not in cleaned.content
    assert (cleaned.width, cleaned.height) == (480, 640)
    assert cleaned.media_type == media_type
    with Image.open(io.BytesIO(cleaned.content)) as after:
        assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(after.getexif()) == {}
        red, green, blue = after.convert("RGB").getpixel((470, 10))
        assert red > 200
        assert max(green, blue) < 60


def test_a_large_photo_is_made_smaller():
    cleaned = images.clean(encoded(photo(5000, 2500), "JPEG"))
    assert (cleaned.width, cleaned.height) == (2560, 1280)


def test_a_drawing_keeps_its_transparency():
    drawing = Image.new("RGBA", (20, 10), (255, 0, 0, 0))
    cleaned = images.clean(encoded(drawing, "PNG"))
    assert cleaned.media_type == "image/png"
    with Image.open(io.BytesIO(cleaned.content)) as after:
        assert after.getpixel((0, 0)) == (255, 0, 0, 0)


def test_a_large_png_becomes_a_photo_on_white():
    noise = Image.effect_noise((1600, 1600), 80).convert("RGB")
    noise.putalpha(Image.new("L", noise.size, 0))
    cleaned = images.clean(encoded(noise, "PNG"))
    assert cleaned.media_type == "image/jpeg"
    with Image.open(io.BytesIO(cleaned.content)) as after:
        assert min(after.getpixel((5, 5))) > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_keep_colours_is_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    source = Image.new(mode, (8, 8)) if mode == "I;16" else photo(8, 8).convert(mode)
    assert images.clean(encoded(source, kind)).width == 8


def test_a_telephone_may_keep_two_pictures_in_one():
    pair = encoded(photo(), "MPO", save_all=True, append_images=[photo(64, 48)])
    cleaned = images.clean(pair)
    assert (cleaned.width, cleaned.height, cleaned.media_type) == (
        640,
        480,
        "image/jpeg",
    )


def test_a_thumbnail_is_small_and_clean():
    small = images.thumbnail(with_everything("JPEG"))
    assert (small.width, small.height, small.media_type) == (240, 320, "image/jpeg")
    assert SECRET not in small.content


def empty_png(width, height):
    """A PNG that says it is large, with one line of pixels behind it."""

    def chunk(name, body):
        guarded = name + body
        return (
            struct.pack(">I", len(body))
            + guarded
            + struct.pack(">I", zlib.crc32(guarded))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code", "facts"),
    [
        (b"", "image-kind", {"found": ""}),
        (b"%PDF-1.7", "image-kind", {"found": ""}),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image-kind", {"found": "SVG"}),
        (b"<?xml version='1.0'?>\n<!-- a --><svg/>", "image-kind", {"found": "SVG"}),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image-kind", {"found": "HEIC"}),
        (encoded(photo(8, 8), "GIF"), "image-kind", {"found": "GIF"}),
        (encoded(photo(8, 8), "TIFF"), "image-kind", {"found": "TIFF"}),
        (b"\xff\xd8\xff" + b"\0" * images.MOST_BYTES, "image-too-large", {"most": 12}),
        (empty_png(8000, 5001), "image-too-many-pixels", {"most": 40}),
        (empty_png(10_000, 10_000), "image-too-many-pixels", {"most": 40}),
        (empty_png(100_000, 100_000), "image-too-many-pixels", {"most": 40}),
        (empty_png(600, 400), "image-damaged", {}),
        (encoded(photo(), "JPEG")[:3000], "image-damaged", {}),
        (b"\xff\xd8\xff not a picture", "image-damaged", {}),
        (b"RIFF\0\0\0\0WEBPVP8X", "image-damaged", {}),
        (
            encoded(
                photo(8, 8), "PNG", save_all=True, append_images=[photo(8, 8, "L")]
            ),
            "image-animated",
            {},
        ),
        (
            encoded(
                photo(8, 8),
                "WEBP",
                save_all=True,
                append_images=[Image.new("RGB", (8, 8), "green")],
            ),
            "image-animated",
            {},
        ),
    ],
    ids=lambda part: "" if isinstance(part, bytes) else str(part),
)
def test_what_is_no_fit_picture_is_refused(content, code, facts):
    for question in (images.clean, images.thumbnail):
        if (question, code) == (images.thumbnail, "image-too-large"):
            continue  # made of what was kept, which is small
        with pytest.raises(Refusal) as refused:
            question(content)
        assert refused.value.code == code
        assert facts.items() <= refused.value.facts.items()


SAMPLES = [encoded(photo(40, 30), kind) for kind in ("JPEG", "PNG", "WEBP")]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_spoilt_picture_is_drawn_or_refused_and_nothing_else(sample, data):
    spoilt = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 5))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(
            st.integers(0, 255)
        )
    try:
        images.clean(bytes(spoilt))
    except Refusal:
        return
