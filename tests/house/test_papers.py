"""Documents and tracked files: links lead somewhere, nothing names a machine."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from tests.house.source import ROOT, modules, tree

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@cache
def tracked() -> list[Path]:
    """Return the files that git knows, or will with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.exists()]


def _links() -> Iterator[tuple[Path, str]]:
    for page in tracked():
        if page.suffix == ".md":
            for link in LINK.findall(FENCE.sub("", page.read_text())):
                yield page, link


def _leads(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True  # outside: nothing here can tell
    path, _, part = link.partition("#")
    target = (page.parent / unquote(path)).resolve() if path else page
    if not target.exists():
        return False
    if target.suffix == ".md" and part:
        return part in _headings(target)
    if target.suffix == ".py" and part and not re.fullmatch(r"L\d+(-L\d+)?", part):
        return part in _names(target)
    return True


@cache
def _headings(page: Path) -> set[str]:
    text = FENCE.sub("", page.read_text())
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(text))
    return {title.strip().replace(" ", "-") for title in plain}


def _names(module: Path) -> set[str]:
    """Return what a module defines, methods as Class.method."""
    found: set[str] = set()
    for node in tree(module).body:
        found |= set(_defined(node))
        if isinstance(node, ast.ClassDef):
            inner = {name for child in node.body for name in _defined(child)}
            found |= {f"{node.name}.{name}" for name in inner}
    return found


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def test_every_link_of_the_documents_leads_somewhere() -> None:
    """A link to a function is written file.py#name, and the name must be there."""
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page, link in _links()
        if not _leads(page, link)
    ]
    assert dead == []


# In parts, so that this file does not find itself.
MACHINE = re.compile(
    r"/" + r"(?:home|Users|root|work|tmp|mnt)/[\w.-]+"
    r"|(?:pypi|npmjs|pythonhosted)" + r"\.org|" + r"--(?:extra-)?index-url"
)
ALLOWED = {"LICENSE"}
TEXT = {".py", ".md", ".toml", ".lock", ".json", ".js", ".mjs", ".sh", ".css", ".html"}


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in tracked()
        if path.suffix in TEXT or path.name in {"Makefile", "run", ".npmrc"}
        if path.name not in ALLOWED
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (found := MACHINE.search(line))
    ]
    assert named == []


SETTING = re.compile(r"\bQUINCUNX_[A-Z]+\b")
OF_DJANGO = {"QUINCUNX_FONTS", "QUINCUNX_FOUNDED"}  # names in settings, not outside


def test_every_setting_is_in_the_documents() -> None:
    read = {
        name
        for module in modules(ROOT / "src")
        for name in SETTING.findall(module.read_text())
    }
    told = set(SETTING.findall((ROOT / "docs" / "settings.md").read_text()))
    assert read - told - OF_DJANGO == set()
