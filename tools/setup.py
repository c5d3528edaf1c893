"""Make everything the program needs from a clean clone; quick when nothing changed.

    python3 tools/setup.py run    what `make demo` and `make run` need
    python3 tools/setup.py dev    tests and checks as well

Runs on the machine's own Python, before anything is installed, so it uses the standard
library only. Each step leaves a stamp with the hash of what it was made from.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # read by the Python that may be too old
    sys.exit(
        "Quincunx needs Python 3.11 or newer; this is "
        + sys.version.split()[0]
        + ". Install it, or name one: make PYTHON=python3.12"
    )

import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
LOCKS = ROOT / "requirements"
CHROMIUM = ROOT / "tests" / "browser" / "npm"
NODE_FLOOR = 20
WHEELS = ("--require-hashes", "--only-binary", ":all:")


def main(level: str) -> None:
    """Walk the steps in order; a step whose inputs are unchanged is passed by."""
    _say_what_is_missing()
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    os.environ["VIRTUAL_ENV"] = str(VENV)
    os.chdir(ROOT)
    _make_environment()
    _install_packages(level)
    _install_program()
    _find_node()
    _install_front(level)
    _build_front()
    _compile_messages()
    if level == "dev":
        _install_chromium()


def _say_what_is_missing() -> None:
    missing = [
        name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None
    ]
    if missing:
        sys.exit(
            f"This Python has no {' and no '.join(missing)}. Install the package that "
            "brings it (on Debian: python3-venv), then call make again."
        )


def _make_environment() -> None:
    if not (BIN / "python").exists():
        _run("Making the environment", [sys.executable, "-m", "venv", str(VENV)])
    lock = LOCKS / "installer.lock"
    pip = [str(BIN / "python"), "-m", "pip", "-qq", "install", *WHEELS]
    _once("installer", [lock], lambda: _run("Installing uv", [*pip, "-r", str(lock)]))


def _install_packages(level: str) -> None:
    """The locked packages; what `dev` installs serves `run` as well."""
    stamp, wanted = _stamp("dev"), _hash([LOCKS / "dev.lock"])
    if level == "run" and stamp.exists() and stamp.read_text() == wanted:
        return
    lock = LOCKS / f"{level}.lock"
    install = [str(BIN / "uv"), "pip", "install", "--quiet", *WHEELS, "-r", str(lock)]
    _follow_pip()
    _once(level, [lock], lambda: _run(f"Installing packages ({level})", install))


def _follow_pip() -> None:
    """Let uv ask the index that pip is set to ask, such as a mirror nearby."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return
    asked = subprocess.run(
        [BIN / "python", "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    index = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
    if index:
        os.environ["UV_DEFAULT_INDEX"] = index


def _install_program() -> None:
    install = [
        *(str(BIN / "uv"), "pip", "install", "--quiet", "--no-deps"),
        *("--no-build-isolation", "--editable", "."),
    ]
    _once(
        "program",
        [ROOT / "pyproject.toml"],
        lambda: _run("Installing the program", install),
    )


def _find_node() -> None:
    """Use the machine's Node where it is new enough, else the one from a wheel."""
    if _node_version() >= NODE_FLOOR and shutil.which("npm"):
        return
    lock = LOCKS / "node.lock"
    install = [str(BIN / "uv"), "pip", "install", "--quiet", *WHEELS, "-r", str(lock)]
    _run("Installing Node", install)


def _node_version() -> int:
    node = shutil.which("node")
    if node is None:
        return 0
    told = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    )
    return int(told.stdout.removeprefix("v").split(".")[0] or 0)


def _install_front(level: str) -> None:
    lock = [ROOT / "package-lock.json"]
    stamp = ROOT / "node_modules" / ".stamp-dev"
    if level == "run" and stamp.exists() and stamp.read_text() == _hash(lock):
        return
    only = ["--omit=dev"] if level == "run" else []
    _once(
        level,
        lock,
        lambda: _run("Installing front-end packages", ["npm", "ci", "--silent", *only]),
        ROOT / "node_modules",
    )


def _build_front() -> None:
    built = ROOT / "src" / "quincunx" / "web" / "static" / "built"
    sources = [
        ROOT / "package-lock.json",
        ROOT / "tools" / "front.mjs",
        *_files(ROOT / "front", "*"),
    ]
    build = ["node", "tools/front.mjs"]
    _once("front", sources, lambda: _run("Building the front end", build), built)


def _compile_messages() -> None:
    catalogues = _files(ROOT / "src", "*.po")
    compiled = [str(BIN / "python"), "tools/messages.py", "compile"]
    _once("messages", catalogues, lambda: _run("Compiling messages", compiled))


def _install_chromium() -> None:
    """For browser tests where Debian's Chromium is not: one that comes by npm."""
    if Path("/usr/bin/chromium").exists():
        return
    install = ["npm", "ci", "--silent", "--prefix", str(CHROMIUM)]
    _once(
        "chromium",
        [CHROMIUM / "package-lock.json"],
        lambda: _run("Installing Chromium for tests", install),
        CHROMIUM / "node_modules",
    )


def _once(
    name: str,
    sources: Iterable[Path],
    do: Callable[[], None],
    folder: Path = VENV,
) -> None:
    """Do it unless `folder` holds a stamp that says it was done for these sources."""
    stamp, wanted = _stamp(name, folder), _hash(sources)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def _stamp(name: str, folder: Path = VENV) -> Path:
    return folder / f".stamp-{name}"


def _hash(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        digest.update(str(source.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(found for found in folder.rglob(pattern) if found.is_file())


def _run(what: str, command: Sequence[str]) -> None:
    print(what, flush=True)
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"{what}: failed. What it said stands above.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "dev")
