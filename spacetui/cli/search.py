"""`spacetui search`: find Spaces by what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spacetui.cli import output
from spacetui.cli.command_session import hub_for

if TYPE_CHECKING:
    from spacetui.model.schema import Json
    from spacetui.model.space import SpaceCard


@click.command(short_help="Find Spaces by what they do.")
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many."
)
@click.option("--all", "include_all", is_flag=True, help="Also Spaces that are not running.")
@click.option(
    "--sdk",
    default="gradio",
    show_default=True,
    help="Made with: gradio, docker, static …; any for all.",
)
@click.option("--token", default="", help="Hub token; else the saved login.")
def search(
    query: tuple[str, ...], *, as_json: bool, limit: int, include_all: bool, sdk: str, token: str
) -> int:
    """Find Spaces by what they do, in your words: spacetui search soften a picture"""
    return output.run_command(
        _search(
            " ".join(query),
            as_json=as_json,
            limit=limit,
            include_all=include_all,
            sdk=sdk,
            token=token,
        )
    )


async def _search(
    query: str, *, as_json: bool, limit: int, include_all: bool, sdk: str, token: str
) -> int:
    from spacetui.hub.query_length import query_note

    hub = hub_for(token)
    wanted = None if sdk == "any" else sdk
    cards = (await hub.search(query, sdk=wanted, include_non_running=include_all))[:limit]
    for note in filter(None, (query_note(query), *hub.notes)):
        output.print_note(note)
    if as_json:
        output.print_json([card_json(card) for card in cards])
        return 0
    from spacetui.cli.human_output import table

    if not cards:
        output.print_note("nothing fits; try other words, or --all for Spaces that are not running")
        return 0
    heads = ("id", "title", "stage", "hardware", "likes", "score")
    output.print_text(table(heads, [_row(card) for card in cards]))
    return 0


def _row(card: SpaceCard) -> tuple[str, ...]:
    title = card.title or card.id.partition("/")[2]
    score = "" if card.score is None else f"{card.score:.2f}"
    return (card.id, title, card.stage.lower(), card.hardware, f"♡ {card.likes}", score)


def card_json(card: SpaceCard) -> Json:
    """Return what `search --json` prints of a Space."""
    return {
        "id": card.id,
        "title": card.title,
        "author": card.author,
        "emoji": card.emoji,
        "likes": card.likes,
        "sdk": card.sdk,
        "stage": card.stage,
        "hardware": card.hardware,
        "category": card.category,
        "description": card.description,
        "score": card.score,
        "tags": list(card.tags),
        "private": card.private,
        "host": card.host,
        "last_modified": card.last_modified,
    }
