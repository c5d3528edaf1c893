"""Which Chromium drives the browser tests, and how it is started.

Debian's, where it is installed; else the one that comes by npm and needs no root.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FONTS = ROOT / "src" / "quincunx" / "fonts" / "built"
BUILD = ROOT / "build"
UNPACKED = BUILD / "chromium"
DEBIAN = Path("/usr/bin/chromium")

# Without these Chromium calls its maker at every start; nothing outside is found.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
    "--no-pings",
)
# Maps are drawn by the processor: the same picture on every machine.
DRAWING = (
    "--enable-unsafe-swiftshader",
    "--font-render-hinting=none",
    "--ignore-gpu-blocklist",
    "--use-angle=swiftshader",
    "--use-gl=angle",
)

FONT_LIST = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same">
    <family>sans-serif</family>
    <prefer><family>Noto Sans CJK SC</family><family>Noto Sans SC</family></prefer>
  </alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    program: Path
    flags: tuple[str, ...]
    environment: dict[str, str]


def chromium() -> Chromium:
    """Return a Chromium that starts here, unpacked first if it comes by npm."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(_font_list())}
    if DEBIAN.exists():
        return Chromium(DEBIAN, QUIET + DRAWING, environment)
    program = UNPACKED / "chromium"
    if not program.exists():
        _unpack()
    environment["LD_LIBRARY_PATH"] = str(UNPACKED / "lib")
    return Chromium(program, QUIET + DRAWING, environment)


def _font_list() -> Path:
    """Let Chromium see the machine's fonts and the Chinese one of our documents."""
    written = BUILD / "fonts.conf"
    written.parent.mkdir(exist_ok=True)
    written.write_text(FONT_LIST.format(fonts=FONTS, cache=BUILD / "fontcache"))
    return written


def _unpack() -> None:
    script = HERE / "npm" / "unpack.mjs"
    subprocess.run(["node", script, UNPACKED], check=True)
