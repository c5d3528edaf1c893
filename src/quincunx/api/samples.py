"""An operation of the description as somebody calls it: a body, curl, Python, Java."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quincunx.api.scopes import needed

DEEPEST = 5
_SCALARS: dict[str, Any] = {
    "string": "text",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "null": None,
}
_FORMATS = {
    "date": "2026-05-15",
    "date-time": "2026-05-15T09:00:00+08:00",
    "uuid": "01a207fa-0441-7903-bd5f-30a285697ea2",
}


@dataclass(frozen=True)
class Sample:
    """One operation of the API with a call of it in three languages."""

    name: str
    method: str
    path: str
    says: str
    scope: str
    needs_key: bool
    body: str
    curl: str
    python: str
    java: str


def samples(described: Mapping[str, Any], base: str) -> dict[str, list[Sample]]:
    """Return the operations of a description by the group they are in."""
    found: dict[str, list[Sample]] = {}
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            made = _sample(described, base, path, method.upper(), told)
            found.setdefault(told.get("tags", [""])[0], []).append(made)
    return found


def _sample(
    described: Mapping[str, Any],
    base: str,
    path: str,
    method: str,
    told: Mapping[str, Any],
) -> Sample:
    content = told.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    body = "" if schema is None else _pretty(example(described, schema))
    needs_key = bool(told.get("security"))
    url = base + path
    return Sample(
        name=told["operationId"],
        method=method,
        path=path,
        says=told.get("description", ""),
        scope=str(needed(method, told["operationId"])),
        needs_key=needs_key,
        body=body,
        curl=_curl(method, url, body, needs_key=needs_key),
        python=_python(method, url, body, needs_key=needs_key),
        java=_java(method, url, body, needs_key=needs_key),
    )


def example(
    described: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0
) -> Any:
    """Return something that fits a schema: what is required, with plain values."""
    if depth > DEEPEST:
        return {}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example(described, described["components"]["schemas"][name], depth)
    for kind in ("anyOf", "allOf", "oneOf"):
        if kind in schema:
            return example(described, schema[kind][0], depth)
    for fixed in ("const", "default"):
        if schema.get(fixed) is not None:
            return schema[fixed]
    if "enum" in schema:
        return schema["enum"][0]
    return _made(described, schema, depth)


def _made(described: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        required = schema.get("required", ())
        parts = schema.get("properties", {})
        return {name: example(described, parts[name], depth + 1) for name in required}
    if kind == "array":
        return [example(described, schema.get("items", {}), depth + 1)]
    return _FORMATS.get(schema.get("format", ""), _SCALARS.get(kind, "text"))


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _curl(method: str, url: str, body: str, *, needs_key: bool) -> str:
    lines = [f"curl -X {method} {shlex.quote(url)}"]
    if needs_key:
        lines.append('-H "Authorization: Bearer $KEY"')
    if body:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d {shlex.quote(json.dumps(json.loads(body)))}")
    return " \\\n  ".join(lines)


def _python(method: str, url: str, body: str, *, needs_key: bool) -> str:
    told = {"Content-Type": "application/json"} if body else {}
    names = [f'"{name}": "{value}"' for name, value in told.items()]
    if needs_key:
        names.insert(0, '"Authorization": f"Bearer {key}"')
    data = f"json.dumps({json.loads(body)!r}).encode()" if body else "None"
    return "\n".join(
        [
            "import json, os, urllib.request",
            "",
            'key = os.environ["KEY"]' if needs_key else "",
            "call = urllib.request.Request(",
            f'    "{url}",',
            f"    data={data},",
            f"    headers={{{', '.join(names)}}},",
            f'    method="{method}",',
            ")",
            "print(json.load(urllib.request.urlopen(call)))",
        ]
    )


def _java(method: str, url: str, body: str, *, needs_key: bool) -> str:
    sent = json.dumps(json.dumps(json.loads(body))) if body else ""
    publisher = (
        f"BodyPublishers.ofString({sent})" if body else "BodyPublishers.noBody()"
    )
    key = '    .header("Authorization", "Bearer " + System.getenv("KEY"))\n'
    kind = '    .header("Content-Type", "application/json")\n'
    return (
        f'var call = HttpRequest.newBuilder(URI.create("{url}"))\n'
        f"{key if needs_key else ''}{kind if body else ''}"
        f'    .method("{method}", {publisher})\n'
        "    .build();\n"
        "var answer = HttpClient.newHttpClient().send(call, BodyHandlers.ofString());\n"
        "System.out.println(answer.body());"
    )
