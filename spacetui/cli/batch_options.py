"""The options of `batch` on how its calls are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spacetui.errors import UsageError

if TYPE_CHECKING:
    from spacetui.batch.batch import BatchOptions
    from spacetui.batch.shard import Shard

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _shard(ctx: click.Context, param: click.Parameter, value: str | None) -> Shard:
    from spacetui.batch.shard import Shard

    try:
        return Shard() if value is None else Shard.parse(value)
    except UsageError as error:
        raise click.BadParameter(str(error), ctx, param) from error


_OPTIONS = (
    click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(1, 32),
        default=1,
        help="Calls at a time, 1 to 32 (default 1).",
    ),
    click.option(
        "--shard", metavar="I/N", callback=_shard, help="Only every Nth row, from the Ith on."
    ),
    click.option(
        "--download",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="Put the files of results there, in a folder for each row. Each --out wants its own.",
    ),
    click.option(
        "--retries",
        metavar="N",
        type=click.IntRange(0, 100),
        default=2,
        help="How often a call that was lost is sent again (default 2).",
    ),
    click.option(
        "--no-resend",
        is_flag=True,
        help="Send no call twice, for what costs money; the row fails instead.",
    ),
    click.option(
        "--timeout",
        metavar="S",
        type=click.FloatRange(min=0, min_open=True),
        help="Seconds for each call.",
    ),
)


def call_options(command: _Command) -> _Command:
    """Add these options to a command, which takes them as keyword arguments."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def take_options(given: dict[str, Any]) -> BatchOptions:
    """Take the values of these options out of the keyword arguments of a command."""
    from spacetui.batch.batch import BatchOptions

    return BatchOptions(
        jobs=given.pop("jobs"),
        shard=given.pop("shard"),
        retries=given.pop("retries"),
        may_resend=not given.pop("no_resend"),
        timeout=given.pop("timeout"),
        folder=given.pop("download"),
    )
