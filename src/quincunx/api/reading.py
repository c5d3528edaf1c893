"""How the bodies of all operations are read: JSON, and said to be that."""

from typing import cast

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

from quincunx.lib import bodies
from quincunx.lib.refusal import Refusal

TYPE = "application/json"


class Reader(Parser):
    """Reads the bodies of all operations."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        if request.content_type != TYPE:
            raise Refusal("content-type-wrong", sent=request.content_type)
        return cast(DictStrAny, bodies.read(request.body))
