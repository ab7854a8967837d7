"""The rules of buf.validate as words of JSON Schema."""

import re
from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]

CEL: dict[str, Schema] = {
    "github_repo.name": {"not": {"pattern": r"^\.$|\.\.|\.(git|lock)$"}},
    "repo.shape": {
        "pattern": r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}$"
    },
    "repo.name": {"not": {"pattern": r"\.\.|/\.$|\.(git|lock)$"}},
    # RE2's \S: ECMA's would leave out more kinds of space.
    "prompt.not_blank": {"pattern": r"[^\t\n\f\r ]"},
    "content.not_blank": {"pattern": r"[^\t\n\f\r ]"},
    "create_job.target": {
        # With oneOf, generators of clients make a union of it that has no type.
        "if": {"required": ["clientId"]},
        "then": {"not": {"required": ["githubOrg"]}},
        "else": {"required": ["githubOrg"]},
        "dependentRequired": {"githubOrg": ["githubRepo"], "githubRepo": ["githubOrg"]},
    },
}
"""Rules in CEL, by id. One that is not here is told in the description alone."""

_Maker = Callable[[Any], Schema]


def _copy(word: str) -> _Maker:
    return lambda value: {word: value}


def _items(rules: Any) -> Schema:
    return {"items": field(rules)}


# Keys are `kind.rule`, without the kind where the rule is the same for several.
_WORDS: dict[str, _Maker] = {
    "pattern": _copy("pattern"),
    "min_len": _copy("minLength"),
    "max_len": _copy("maxLength"),
    "len": lambda value: {"minLength": value, "maxLength": value},
    "uuid": lambda _: {"format": "uuid"},
    "gt": _copy("exclusiveMinimum"),
    "gte": _copy("minimum"),
    "lt": _copy("exclusiveMaximum"),
    "lte": _copy("maximum"),
    "in": lambda values: {"enum": list(values)},
    "const": _copy("const"),
    "finite": lambda _: {},  # JSON has no other numbers
    "defined_only": lambda _: {},  # the enum's words say it
    "min_items": _copy("minItems"),
    "max_items": _copy("maxItems"),
    "unique": _copy("uniqueItems"),
    "items": _items,
    "min_pairs": _copy("minProperties"),
    "max_pairs": _copy("maxProperties"),
    "keys": lambda rules: {"propertyNames": field(rules)},
    "values": lambda rules: {"additionalProperties": field(rules)},
}


def field(rules: Any) -> Schema:
    """Return what the FieldRules of a field ask. Raises ValueError for a rule it does not know."""
    schema: Schema = {}
    kind = rules.WhichOneof("type")
    for rule, value in getattr(rules, kind).ListFields() if kind else ():
        make = _WORDS.get(rule.name)
        if make is None:
            raise ValueError(f"say in tools/openapi/rules.py what {kind}.{rule.name} is in JSON")
        schema |= make(value)
    for rule in rules.cel:
        schema = both(schema, CEL.get(rule.id, {}))
    return schema


def message(rules: Any) -> Schema:
    """Return what the MessageRules of a message ask beyond those of its fields."""
    schema: Schema = {}
    for rule in rules.cel:
        schema = both(schema, CEL.get(rule.id, {}))
    return schema


def told(rules: Any) -> str:
    """Return the rules in CEL in their own words, as sentences."""
    return " ".join(f"{rule.message[0].upper()}{rule.message[1:]}." for rule in rules.cel)


def both(one: Schema, other: Schema) -> Schema:
    """Return a schema that asks what both ask."""
    if one.keys() & other.keys():
        return {**one, "allOf": [*one.get("allOf", []), other]}
    return {**one, **other}


def takes(schema: Schema, value: Any) -> bool:
    """Return whether a field's rules let its zero value through."""
    if not all(takes(part, value) for part in schema.get("allOf", ())):
        return False
    if isinstance(value, str):
        pattern, least = schema.get("pattern"), schema.get("minLength", 0)
        known = "enum" not in schema or value in schema["enum"]
        return least == 0 and known and (pattern is None or bool(re.search(pattern, value)))
    if isinstance(value, list):
        return not schema.get("minItems") and not schema.get("minProperties")
    return (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
        and schema.get("exclusiveMinimum", -1) < value
    )
