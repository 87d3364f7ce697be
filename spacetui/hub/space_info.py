"""Making a SpaceCard of what the Hub sends. Texts stay exact; a missing or odd field is empty.

The constructors of huggingface_hub are not used: they refuse what lacks one field, such as a
runtime without a stage. Source of the names: huggingface_hub 2.4, hf_api.py SpaceInfo and
_space_api.py SpaceSearchResult, SpaceRuntime.
"""

from collections.abc import Mapping
from typing import Any

from spacetui.model.json_values import as_text, finite_number
from spacetui.model.space import SpaceCard


def cards_of_results(rows: list[Any]) -> tuple[SpaceCard, ...]:
    """Return the cards of a search. A row without an id is left out.

    Raises TypeError if there are rows, and none is a Space.
    """
    cards = tuple(_card_of_result(row) for row in rows if _is_space(row))
    if rows and not cards:
        raise TypeError("no row of the results is a Space")
    return cards


def _is_space(row: Any) -> bool:
    return isinstance(row, Mapping) and bool(as_text(row.get("id")))


def _card_of_result(row: Mapping[str, Any]) -> SpaceCard:
    """Return the card of a search result. It has no host."""
    stage, hardware, error = runtime_of(row.get("runtime"))
    description = as_text(row.get("ai_short_description")) or as_text(row.get("shortDescription"))
    return SpaceCard(
        id=as_text(row["id"]),
        title=as_text(row.get("title")),
        author=as_text(row.get("author")),
        emoji=as_text(row.get("emoji")),
        likes=_count(row.get("likes")),
        sdk=as_text(row.get("sdk")),
        stage=stage,
        hardware=hardware,
        category=as_text(row.get("ai_category")),
        description=description,
        score=finite_number(row.get("semanticRelevancyScore")),
        tags=_tags(row.get("tags")),
        private=row.get("private") is True,
        error_message=error,
    )


def card_of_info(info: Mapping[str, Any], *, made_host: str = "") -> SpaceCard:
    """Return the card of a Space that was asked for by its id. Raises TypeError without an id.

    made_host: the URL of its app where the Hub names none.
    """
    space_id = as_text(info.get("id"))
    if not space_id:
        raise TypeError(f"a Space has an id, not {info.get('id')!r}")
    front = _mapping(info.get("cardData"))
    stage, hardware, error = runtime_of(info.get("runtime"))
    host = as_text(info.get("host")) or made_host
    return SpaceCard(
        id=space_id,
        title=as_text(front.get("title")),
        author=as_text(info.get("author")) or space_id.partition("/")[0],
        emoji=as_text(front.get("emoji")),
        likes=_count(info.get("likes")),
        sdk=as_text(info.get("sdk")),
        stage=stage,
        hardware=hardware,
        description=as_text(front.get("short_description")),
        tags=_tags(info.get("tags")),
        private=info.get("private") is True,
        host=host.rstrip("/"),
        last_modified=as_text(info.get("lastModified")),
        error_message=error,
    )


def runtime_of(runtime: Any) -> tuple[str, str, str]:
    """Return stage, hardware and error message."""
    known = _mapping(runtime)
    hardware = _mapping(known.get("hardware"))
    used = as_text(hardware.get("current")) or as_text(hardware.get("requested"))
    return as_text(known.get("stage")), used, as_text(known.get("errorMessage"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _tags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(tag for tag in value if isinstance(tag, str))
