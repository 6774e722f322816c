"""JSON schemas in which everything is bounded, so that whoever writes by them comes to an end."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

Schema = dict[str, Any]
_BYTES = 4  # of one sign in UTF-8, at most
_COUNT = re.compile(r"\{\d+,(\d+)\}\$$")


def words(most: int, least: int = 1) -> Schema:
    """Text in any script, of so many signs."""
    return {"type": "string", "minLength": least, "maxLength": most}


def english(most: int, least: int = 1) -> Schema:
    """A row in Latin letters, of so many signs, that begins with a letter; with `least` 0 it may be empty."""
    row = rf"[A-Za-z][ !#-\[\]-~À-ÿ]{{{max(0, least - 1)},{most - 1}}}"
    return {"type": "string", "pattern": f"^{row}$"} if least else {"anyOf": [const(""), english(most, 1)]}


def one_of(choices: Sequence[str]) -> Schema:
    return {"enum": list(choices)}


def const(value: str | int) -> Schema:
    return {"const": value}


def truth() -> Schema:
    return {"type": "boolean"}


def thing(**parts: Schema) -> Schema:
    """An object with just these parts, in this order."""
    return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}


def several(item: Schema, most: int, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least, "maxItems": most}


def row(items: Sequence[Schema]) -> Schema:
    """An array of just these items, each with a schema of its own."""
    return {"type": "array", "prefixItems": list(items), "items": False, "minItems": len(items)}


def longest(schema: Schema) -> int:
    """The most bytes of JSON that a schema allows. Raises ValueError where it has no bound."""
    match schema:
        case {"const": value}:
            most = len(json.dumps(value, ensure_ascii=False).encode())
        case {"enum": choices}:
            most = max(longest(const(choice)) for choice in choices)
        case {"anyOf": choices}:
            most = max(map(longest, choices))
        case {"pattern": pattern} if found := _COUNT.search(pattern):
            most = 2 * (int(found[1]) + 2)  # À to ÿ take two bytes
        case {"maxLength": signs}:
            most = 2 + _BYTES * int(signs)
        case {"prefixItems": items}:
            most = 2 + sum(longest(item) + 2 for item in items)
        case {"maxItems": count, "items": item}:
            most = 2 + int(count) * (longest(item) + 2)
        case {"properties": parts}:
            most = 2 + sum(len(name) + 6 + longest(part) for name, part in parts.items())
        case {"type": "boolean"}:
            most = len("false")
        case _:
            raise ValueError(f"nothing bounds {schema}")
    return most
