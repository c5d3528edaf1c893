"""An operation of the description as somebody calls it: a body, curl, Python, Java."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from quincunx.api.examples import ANYWHERE, Known, example, of_parameter
from quincunx.api.scopes import needed

MULTIPART = "multipart/form-data"
A_FILE = "lamp.jpg"


@dataclass(frozen=True)
class Parameter:
    """What goes into the address of an operation."""

    name: str
    where: str  # path, or query
    required: bool
    kind: str  # how it is written: a number, text, one of some words
    among: tuple[str, ...]
    is_list: bool
    example: Any


@dataclass(frozen=True)
class Call:
    """What is sent: everything a sample in any language is made of."""

    method: str
    url: str
    body: str
    takes_file: bool
    needs_key: bool


@dataclass(frozen=True)
class Sample:
    """One operation of the API with a call of it in three languages."""

    name: str
    path: str
    says: str
    scope: str
    parameters: tuple[Parameter, ...]
    call: Call
    curl: str
    python: str
    java: str

    @property
    def needed(self) -> list[Parameter]:
        return [each for each in self.parameters if each.required]

    @property
    def optional(self) -> list[Parameter]:
        return [each for each in self.parameters if not each.required]


def samples(
    described: Mapping[str, Any], base: str, known: Known = ANYWHERE
) -> dict[str, list[Sample]]:
    """Return the operations of a description by the group they are in."""
    found: dict[str, list[Sample]] = {}
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            parameters = tuple(_parameters(described, path, told, known))
            call = _call(described, method.upper(), base + path, told, parameters)
            made = _sample(path, told, parameters, call)
            found.setdefault(told.get("tags", [""])[0], []).append(made)
    return found


def _parameters(
    described: Mapping[str, Any], path: str, told: Mapping[str, Any], known: Known
) -> list[Parameter]:
    rows = [each for each in told.get("parameters", ()) if each["in"] != "header"]
    return [_parameter(described, path, row, known) for row in rows]


def _parameter(
    described: Mapping[str, Any], path: str, row: Mapping[str, Any], known: Known
) -> Parameter:
    schema = _plain(described, row["schema"])
    inner = _plain(described, schema.get("items", {})) if "items" in schema else schema
    return Parameter(
        name=row["name"],
        where=row["in"],
        required=bool(row.get("required")),
        kind=inner.get("format") or inner.get("type", "string"),
        among=tuple(map(str, inner.get("enum", ()))),
        is_list="items" in schema,
        example=of_parameter(path, row["name"], inner, known),
    )


def _plain(described: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema itself, for one that may be left out or stands elsewhere."""
    first = schema.get("anyOf", [schema])[0]
    if "$ref" in first:
        name = first["$ref"].rpartition("/")[2]
        return dict(described["components"]["schemas"][name])
    return dict(first)


def _call(
    described: Mapping[str, Any],
    method: str,
    url: str,
    told: Mapping[str, Any],
    parameters: tuple[Parameter, ...],
) -> Call:
    content = told.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    body = "" if schema is None else _pretty(example(described, schema))
    full = _filled(url, parameters)
    return Call(method, full, body, MULTIPART in content, bool(told.get("security")))


def _filled(url: str, parameters: tuple[Parameter, ...]) -> str:
    """Return an address with examples of everything it cannot do without."""
    asked = [each for each in parameters if each.required]
    for each in asked:
        written = quote(str(each.example), safe="")
        url = url.replace("{" + each.name + "}", written)
    query = [(each.name, each.example) for each in asked if each.where == "query"]
    return f"{url}?{urlencode(query)}" if query else url


def _sample(
    path: str, told: Mapping[str, Any], parameters: tuple[Parameter, ...], call: Call
) -> Sample:
    return Sample(
        name=told["operationId"],
        path=path,
        says=told.get("description", ""),
        scope=str(needed(call.method, told["operationId"])),
        parameters=parameters,
        call=call,
        curl=_curl(call),
        python=_python(call),
        java=_java(call),
    )


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _curl(call: Call) -> str:
    method = "" if call.method == "GET" else f"-X {call.method} "
    lines = [f"curl {method}{shlex.quote(call.url)}"]
    if call.needs_key:
        lines.append('-H "Authorization: Bearer $KEY"')
    if call.body:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d {shlex.quote(json.dumps(json.loads(call.body)))}")
    if call.takes_file:
        lines.append(f"-F file=@{A_FILE}")
    return " \\\n  ".join(lines)


def _python(call: Call) -> str:
    if call.takes_file:
        return _python_with_file(call)
    told = ['"Authorization": f"Bearer {key}"'] if call.needs_key else []
    told += ['"Content-Type": "application/json"'] if call.body else []
    data = f"json.dumps({json.loads(call.body)!r}).encode()" if call.body else "None"
    key = 'key = os.environ["KEY"]\n' if call.needs_key else ""
    return (
        f"import json, os, urllib.request\n\n{key}"
        "call = urllib.request.Request(\n"
        f'    "{call.url}",\n'
        f"    data={data},\n"
        f"    headers={{{', '.join(told)}}},\n"
        f'    method="{call.method}",\n'
        ")\n"
        "with urllib.request.urlopen(call) as answer:\n"
        "    print(answer.status, answer.read().decode())"
    )


def _python_with_file(call: Call) -> str:
    """Return a call that sends a file: the standard library has no word for that."""
    return (
        "import os, httpx  # pip install httpx\n\n"
        f'with open("{A_FILE}", "rb") as file:\n'
        "    answer = httpx.post(\n"
        f'        "{call.url}",\n'
        '        files={"file": file},\n'
        '        headers={"Authorization": f"Bearer {os.environ[\'KEY\']}"},\n'
        "    )\n"
        "print(answer.status_code, answer.text)"
    )


def _java(call: Call) -> str:
    sent = json.dumps(json.dumps(json.loads(call.body))) if call.body else ""
    publisher = (
        f"BodyPublishers.ofString({sent})" if call.body else "BodyPublishers.noBody()"
    )
    key = '    .header("Authorization", "Bearer " + System.getenv("KEY"))\n'
    kind = '    .header("Content-Type", "application/json")\n'
    return (
        f'var call = HttpRequest.newBuilder(URI.create("{call.url}"))\n'
        f"{key if call.needs_key else ''}{kind if call.body else ''}"
        f'    .method("{call.method}", {publisher})\n'
        "    .build();\n"
        "var answer = HttpClient.newHttpClient().send(call, BodyHandlers.ofString());\n"
        "System.out.println(answer.body());"
    )
