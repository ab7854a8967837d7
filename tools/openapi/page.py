"""A page to read the document: one file, which asks for nothing else."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

_FRAME = Path(__file__).with_name("page.html")


def page(document: dict[str, Any]) -> str:
    """Return the page."""
    info = document["info"]
    parts = {
        "title": escape(info["title"]),
        "about": _prose(info["description"]),
        "operations": "\n".join(_operations(document)),
        "schemas": "\n".join(
            _schema(name, schema) for name, schema in document["components"]["schemas"].items()
        ),
    }
    # Not string.Template: the script in the frame has dollars of its own.
    return re.sub(r"<!-- (\w+) -->", lambda mark: parts[mark[1]], _FRAME.read_text())


def _operations(document: dict[str, Any]) -> Iterator[str]:
    for tag in document["tags"]:
        yield f"<h2>{escape(tag['name'])}</h2>\n<p>{_inline(tag['description'])}</p>"
        for path, item in document["paths"].items():
            for verb, operation in item.items():
                if tag["name"] in operation["tags"]:
                    yield _operation(document, path, verb, operation)


def _operation(document: dict[str, Any], path: str, verb: str, operation: dict[str, Any]) -> str:
    token = "" if operation.get("security", True) else " <small>no token</small>"
    head = (
        f'<span class="verb {verb}">{verb.upper()}</span> <code>{escape(path)}</code>{token} '
        f"<span>{_inline(operation['summary'])}</span>"
    )
    more = operation["description"].removeprefix(operation["summary"]).strip()
    body = [f"<p>{_inline(more)}</p>"] if more else []
    if operation["parameters"]:
        rows = [
            (p["name"], f"{_type(p['schema'])}, {p['in']}", p["required"], _limits(p))
            for p in operation["parameters"]
        ]
        body.append(_table("Parameters", rows))
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        body.append(_schema_table("Body", _resolved(document, schema)))
    body.append(_answers(document, operation["responses"]))
    return _details(operation["operationId"], head, "\n".join(body))


def _answers(document: dict[str, Any], responses: dict[str, Any]) -> str:
    rows: list[str] = []
    for status, response in responses.items():
        found = _resolved(document, response)
        kinds = [
            f"{escape(kind)}: {_type(media.get('x-itemSchema', media['schema']))}"
            for kind, media in found.get("content", {}).items()
            if status < "400"
        ]
        text = "<br>".join([*kinds, _prose(found["description"])])
        rows.append(f"<tr><td>{status}</td><td>{text}</td></tr>")
    return f"<h4>Answers</h4><table>{''.join(rows)}</table>"


def _schema(name: str, schema: dict[str, Any]) -> str:
    body = f"<p>{_prose(schema.get('description', ''))}</p>"
    if "properties" in schema:
        body += _schema_table("", schema)
    return _details(f"schema-{name}", f"<code>{escape(name)}</code>", body)


def _schema_table(title: str, schema: dict[str, Any]) -> str:
    must = schema.get("required", [])
    rows = [
        (name, _type(field), name in must, _limits({"schema": field, **field}))
        for name, field in schema["properties"].items()
    ]
    return _table(title, rows)


def _table(title: str, rows: list[tuple[str, str, bool, str]]) -> str:
    head = f"<h4>{title}</h4>" if title else ""
    lines = [
        f"<tr><td><code>{escape(name)}</code>{'<b title=required>*</b>' if must else ''}</td>"
        f"<td>{kind}</td><td>{text}</td></tr>"
        for name, kind, must, text in rows
    ]
    return f"{head}<table>{''.join(lines)}</table>"


_BOUNDS = {
    "minimum": "≥",
    "exclusiveMinimum": ">",
    "maximum": "≤",
    "exclusiveMaximum": "<",
    "minLength": "length ≥",
    "maxLength": "length ≤",
    "minItems": "items ≥",
    "maxItems": "items ≤",
    "maxProperties": "entries ≤",
    "pattern": "matches",
}


def _limits(described: dict[str, Any]) -> str:
    schema = described["schema"]
    bounds = [
        f"{_BOUNDS[word]} <code>{escape(str(value))}</code>"
        for word, value in schema.items()
        if word in _BOUNDS and not _is_natural(schema, word)
    ]
    text = _inline(described.get("description", ""))
    return f"{text} <small>{', '.join(bounds)}</small>" if bounds else text


def _is_natural(schema: dict[str, Any], word: str) -> bool:
    """Return whether a bound is that of the type itself."""
    natural = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}
    return schema[word] in natural.get(schema.get("format", ""), ())


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#schema-{name}">{escape(name)}</a>'
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}"
    if schema["type"] == "object":
        return f"map of {_type(schema['additionalProperties'])}"
    return escape(schema.get("format", schema["type"]))


def _resolved(document: dict[str, Any], thing: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in thing:
        return thing
    found: Any = document
    for name in thing["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def _details(anchor: str, head: str, body: str) -> str:
    return f'<details id="{escape(anchor)}"><summary>{head}</summary>{body}</details>'


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)).replace("\n", "<br>")


def _prose(text: str) -> str:
    """Return paragraphs and lists as HTML."""
    text = re.sub(r"\n  (?=\S)", " ", text.strip())
    lines = [
        f"<li>{_inline(line[2:])}</li>" if line.startswith("- ") else f"{_inline(line)} "
        for line in text.split("\n")
    ]
    return re.sub(r"(?:<li>.*?</li>)+", r"<ul>\g<0></ul>", "".join(lines))
