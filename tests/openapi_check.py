"""Whether an OpenAPI document is valid: by a validator, and by hand where that does not look.

The validator of the specification checks the schemas of OpenAPI 3.0. Those of 3.1 are JSON schemas,
which it leaves to others.
"""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

# Keywords whose value is data, in which `$ref` is a key like any other.
_DATA = ("enum", "const", "default", "examples")


def problems(document: Any) -> list[str]:
    """Return what is wrong with a document, a line each."""
    if document["openapi"].startswith("3.0."):
        return [str(each.message)[:300] for each in OpenAPIV30SpecValidator(document).iter_errors()]
    found = [str(each.message)[:300] for each in OpenAPIV31SpecValidator(document).iter_errors()]
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for schema in _schemas(document):
        found += [f"{each.json_path}: {each.message}"[:300] for each in meta.iter_errors(schema)]
    return found + [
        f"{each} leads nowhere" for each in _references(document) if not _is_there(document, each)
    ]


def _schemas(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for key, each in node.items():
            if key in ("schema", "x-event-data"):
                yield each
            elif key == "schemas":
                yield from each.values()
            else:
                yield from _schemas(each)
    elif isinstance(node, list):
        for each in node:
            yield from _schemas(each)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for key, each in node.items():
            if key == "properties" and isinstance(each, dict):
                yield from _references(list(each.values()))
            elif key not in _DATA:
                yield from _references(each)
    elif isinstance(node, list):
        for each in node:
            yield from _references(each)


def _is_there(document: Any, reference: str) -> bool:
    node = document
    for step in reference.removeprefix("#/").split("/"):
        node = node.get(step) if isinstance(node, dict) else None
    return reference.startswith("#/") and node is not None
