"""One answer in two formats, chosen by the end of the address and by nothing else.

JSON follows the Spark convention: the root and the wrapper around each item of a list
are dropped. Every code and id is text in both.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias, Union
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

Leaf: TypeAlias = str | int | float | bool | None
Tree: TypeAlias = Union[Leaf, "Mapping[str, Tree]", "Sequence[Tree]"]

XML, JSON = "xml", "json"
TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
# What one item of a list is called in XML.
ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
}
# XML 1.0 has no way to write these, not even as a reference.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(fmt: str, root: str, body: Tree, status: int = 200) -> HttpResponse:
    """Return `body` as one document; in XML its outermost element is `root`."""
    written = _xml(root, body) if fmt == XML else _json(body)
    return HttpResponse(written, content_type=TYPES[fmt], status=status)


def _json(body: Tree) -> bytes:
    return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


def _xml(root: str, body: Tree) -> bytes:
    element = Element(root)
    _fill(element, body)
    written: bytes = tostring(element, encoding="utf-8", xml_declaration=True)
    return written


def _fill(element: Element, body: Tree) -> None:
    if isinstance(body, Mapping):
        for name, inner in body.items():
            _fill(SubElement(element, name), inner)
    elif isinstance(body, Sequence) and not isinstance(body, str):
        for inner in body:
            _fill(SubElement(element, ITEMS[element.tag]), inner)
    else:
        element.text = _leaf(body)


def _leaf(value: Leaf) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNWRITABLE.sub("", str(value))
