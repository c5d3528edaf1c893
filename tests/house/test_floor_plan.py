"""Three rules of the floor plan that no other tool sees."""

import ast
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.house.source import DOORS, PACKAGE, ROOT, at, modules, tree
from tests.house.visitors import ANYONE, VISITORS

MANAGERS = {"objects", "_default_manager", "_base_manager"}


def test_doors_ask_access_and_never_the_tables() -> None:
    """A door that asks a table directly goes around every right."""
    touched = [
        f"{at(module, node)} {node.attr}"
        for module in modules(*(PACKAGE / door for door in DOORS))
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]
    assert touched == []


def test_no_module_is_longer_than_a_reader_bears() -> None:
    long = {
        str(module.relative_to(ROOT)): lines
        for module in modules(ROOT / "src", ROOT / "tests", ROOT / "tools")
        if (lines := len(module.read_text().splitlines())) > 500
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{at(module, node)} {node.name}": lines
        for module in modules(ROOT / "src", ROOT / "tests", ROOT / "tools")
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > 60
    }
    assert long == {}


def _named(
    resolver: URLResolver, space: str = "", taken: bool = False
) -> Iterator[tuple[str, bool]]:
    """Yield name and whether its address takes arguments."""
    for found in resolver.url_patterns:
        takes = taken or bool(found.pattern.regex.groups)
        if isinstance(found, URLResolver):
            inner = f"{space}{found.namespace}:" if found.namespace else space
            yield from _named(found, inner, takes)
        elif found.name:
            yield f"{space}{found.name}", takes


NAMED = dict(_named(get_resolver()))


def test_every_named_address_lists_its_visitors() -> None:
    """A new address without a row in visitors.py fails, and a row without address."""
    assert set(NAMED) == set(VISITORS)


CLOSED = sorted(
    name
    for name, takes_arguments in NAMED.items()
    if not takes_arguments and ANYONE not in VISITORS.get(name, frozenset())
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_is_kept_out(client: Client, name: str) -> None:
    """By the way to sign in, or by the same answer as for what is not there."""
    answer = client.get(reverse(name), headers={"accept": "text/html"})

    signs_in = answer.status_code == 302 and "/sign-in" in answer["Location"]
    assert signs_in or answer.status_code in {401, 403, 404, 405}
