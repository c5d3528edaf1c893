"""The source as trees, for tests that hold it against the floor plan."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "quincunx"
DOORS = ("web", "field", "portal", "open311", "api", "duty", "cli", "live")


def modules(*folders: Path) -> list[Path]:
    """Return Python files in these folders, migrations left out."""
    return sorted(
        file
        for folder in folders
        for file in folder.rglob("*.py")
        if "migrations" not in file.parts and "node_modules" not in file.parts
    )


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(), str(module))


def at(module: Path, node: ast.expr | ast.stmt) -> str:
    """Return where it stands, as a person would look it up."""
    return f"{module.relative_to(ROOT)}:{node.lineno}"


def calls(module: Path, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a function by its plain name."""
    for node in ast.walk(tree(module)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == name:
            yield node
