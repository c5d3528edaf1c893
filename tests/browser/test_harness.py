"""The harness itself: Chinese is drawn, maps can be drawn, faults are caught."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

from tests.browser.fixtures import PHONE, OpenPage

PAGE = """<!doctype html>
<html lang="zh-Hans"><head><title>网格</title></head>
<body style="font: 32px sans-serif"><main>
<h1>已收到。查询码 QH7K 3M9 WT2。</h1>
<canvas width="64" height="64"></canvas>
</main></body></html>"""

# A glyph that is missing is drawn as the same box as every other missing one.
INK = """(text) => {
  const canvas = new OffscreenCanvas(64, 64).getContext("2d");
  canvas.font = "48px sans-serif";
  canvas.fillText(text, 4, 50);
  return canvas.getImageData(0, 0, 64, 64).data.join();
}"""

WEBGL = """() => {
  const gl = document.querySelector("canvas").getContext("webgl2");
  gl.clearColor(0, 1, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const pixel = new Uint8Array(4);
  gl.readPixels(5, 5, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  return [...pixel];
}"""


def test_chinese_is_drawn_and_maps_can_be(
    browser_page: Page,
    shot: Callable[..., Path],
    faultless: Callable[[Page], None],
) -> None:
    browser_page.set_content(PAGE)

    assert browser_page.evaluate(INK, "网") != browser_page.evaluate(INK, "格")
    assert browser_page.evaluate(WEBGL) == [0, 255, 0, 255]
    faultless(browser_page)
    assert shot(browser_page, "harness").stat().st_size > 1000


def test_a_phone_is_a_phone(open_page: OpenPage) -> None:
    page = open_page(PHONE, language="en-GB")
    page.set_content(PAGE)

    assert page.evaluate("[innerWidth, navigator.maxTouchPoints > 0]") == [390, True]
    assert page.evaluate("navigator.language") == "en-GB"


def test_the_program_serves_what_was_built(live: str, browser_page: Page) -> None:
    answer = browser_page.goto(f"{live}{settings.STATIC_URL}built/look.css")

    assert answer is not None
    assert (answer.status, "--paper" in answer.text()) == (200, True)
