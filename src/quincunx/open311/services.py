"""What may be reported: the public matters of the catalogue, and what each asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quincunx.areas.tree import EVERYWHERE
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.matters.definitions import Domain, MatterDefinition
from quincunx.matters.models import Matter
from quincunx.matters.processes import Tier, Words
from quincunx.matters.questions import AnswerKind, Question
from quincunx.open311.arguments import must_be_here
from quincunx.open311.door import door
from quincunx.open311.formats import Tree, answer
from quincunx.open311.visit import Visit

CONDITION = "condition"
DATATYPES = {
    AnswerKind.LINE: "string",
    AnswerKind.TEXT: "text",
    AnswerKind.NUMBER: "number",
    AnswerKind.MOMENT: "datetime",
    AnswerKind.ONE: "singlevaluelist",
    AnswerKind.SEVERAL: "multivaluelist",
}


@dataclass(frozen=True)
class Service:
    """A matter that anybody may report through another system."""

    matter: Matter
    definition: MatterDefinition
    domain: Domain | None

    @property
    def conditions(self) -> tuple[tuple[str, Words], ...]:
        """Return what there is to choose from; nothing if there is one condition."""
        found = self.definition.conditions
        return tuple((c.code, c.name) for c in found) if len(found) > 1 else ()

    @property
    def asks(self) -> bool:
        return bool(self.conditions or self.definition.questions)


@door
@require_safe
def services(request: Visit, fmt: str) -> HttpResponse:
    """List what may be reported."""
    must_be_here(request, request.GET)
    body = [_service(each) for each in offered(request.received_at)]
    return answer(fmt, "services", body)


@door
@require_safe
def definition(request: Visit, fmt: str, code: str) -> HttpResponse:
    """Tell what one service asks beside place and description."""
    must_be_here(request, request.GET)
    found = service(code, request.received_at)
    body: Tree = {"service_code": code, "attributes": list(_attributes(found))}
    return answer(fmt, "service_definition", body)


def offered(at: datetime) -> list[Service]:
    """Return the public matters of the whole district that are no emergencies.

    Nobody may believe that a gas leak is in good hands with a queue.
    """
    opened = catalogue.book()
    domains = {
        domain.code: domain
        for domain in catalogue.domains_in(EVERYWHERE, localdate(at), within=opened)
    }
    found = []
    for matter in catalogue.matters_in(EVERYWHERE, localdate(at), within=opened):
        told = catalogue.definition(matter, at, within=opened)
        if told.public and told.process.tier != Tier.EMERGENCY:
            found.append(Service(matter, told, domains.get(told.domain)))
    return found


def service(code: str, at: datetime) -> Service:
    for each in offered(at):
        if each.matter.code == code:
            return each
    raise Refusal("no-such-service", service=code)


def said(words: Words) -> str:
    return words.in_language(get_language() or "")


def _service(each: Service) -> Tree:
    definition = each.definition
    keywords = (word for word in definition.keywords if "," not in word)
    return {
        "service_code": each.matter.code,
        "service_name": said(definition.name),
        "description": "; ".join(said(c.name) for c in definition.conditions),
        "metadata": each.asks,
        "type": "batch",
        "keywords": ", ".join(keywords),
        "group": said(each.domain.name) if each.domain else "",
    }


def _attributes(found: Service) -> Iterator[Tree]:
    if found.conditions:
        yield _attribute(
            1,
            CONDITION,
            "singlevaluelist",
            name=_("Which of these is it"),
            values=found.conditions,
        )
    first = 2 if found.conditions else 1
    for order, question in enumerate(found.definition.questions, first):
        yield _asked(order, question)


def _asked(order: int, question: Question) -> Tree:
    return _attribute(
        order,
        question.code,
        DATATYPES[question.kind],
        required=question.required,
        hint=said(question.hint),
        name=said(question.name),
        values=tuple((choice.code, choice.name) for choice in question.choices),
    )


def _attribute(
    order: int,
    code: str,
    datatype: str,
    *,
    name: str,
    values: Sequence[tuple[str, Words]],
    hint: str = "",
    required: bool = False,
) -> Tree:
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": required,
        "datatype_description": hint or None,
        "order": order,
        "description": name,
        "values": [{"key": key, "name": said(words)} for key, words in values],
    }
