"""Making a SpaceCard of what the Hub sends. Texts stay exact; a missing or odd field is empty.

Source: huggingface_hub 2.4, hf_api.py SpaceInfo and _space_api.py SpaceSearchResult, SpaceRuntime.
"""

from typing import TYPE_CHECKING, Any

from spacetui.model.space import SpaceCard

if TYPE_CHECKING:
    from huggingface_hub import SpaceInfo, SpaceRuntime, SpaceSearchResult


def card_of_result(result: "SpaceSearchResult") -> SpaceCard:
    """Return the card of a search result. It has no host."""
    stage, hardware, error = runtime_of(result.runtime)
    return SpaceCard(
        id=_id(result.id),
        title=_text(result.title),
        author=_text(result.author),
        emoji=_text(result.emoji),
        likes=_count(result.likes),
        sdk=_text(result.sdk),
        stage=stage,
        hardware=hardware,
        category=_text(result.ai_category),
        description=_text(result.ai_short_description),
        score=_score(result.semantic_relevancy_score),
        tags=_tags(result.tags),
        private=bool(result.private),
        error_message=error,
    )


def card_of_info(info: "SpaceInfo") -> SpaceCard:
    """Return the card of a Space that was asked for by its id."""
    front: dict[str, Any] = {}
    if info.card_data is not None:
        front = info.card_data.to_dict()  # type: ignore[no-untyped-call]
    stage, hardware, error = runtime_of(info.runtime)
    return SpaceCard(
        id=_id(info.id),
        title=_text(front.get("title")),
        author=_text(info.author) or info.id.partition("/")[0],
        emoji=_text(front.get("emoji")),
        likes=_count(info.likes),
        sdk=_text(info.sdk),
        stage=stage,
        hardware=hardware,
        description=_text(front.get("short_description")),
        tags=_tags(info.tags),
        private=bool(info.private),
        host=_text(info.host).rstrip("/"),
        last_modified=info.last_modified.isoformat() if info.last_modified else "",
        error_message=error,
    )


def runtime_of(runtime: "SpaceRuntime | None") -> tuple[str, str, str]:
    """Return stage, hardware and error message."""
    if runtime is None:
        return "", "", ""
    hardware = _text(runtime.hardware) or _text(runtime.requested_hardware)
    return _text(runtime.stage), hardware, _text(runtime.raw.get("errorMessage"))


def _id(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a Space id is a text, not {value!r}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return "".join(value)  # str() would turn a str enum of the library into its name


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _score(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _tags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(tag for tag in value if isinstance(tag, str))
