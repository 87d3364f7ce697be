"""`spacetui history`: list, show, search, export, delete and clear the calls that were made."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from spacetui.cli import output
from spacetui.cli.exit_codes import INTERRUPTED, exit_code
from spacetui.cli.kept_history import history_limit
from spacetui.cli.language_option import language_option
from spacetui.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from spacetui.model.recording import Recording
    from spacetui.store.row_types import StoreSize
    from spacetui.store.store import Store

# Calls that a list has where nothing else is wanted.
LIMIT = 50


def complete_id(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the ids that begin with what was typed, for the completion of a shell."""
    from click.shell_completion import CompletionItem

    from spacetui.store.completion import read_recent_ids
    from spacetui.system.paths import store_path
    from spacetui.text.terminal_escapes import visible_line

    return [
        CompletionItem(str(number), help=visible_line(what, 60))
        for number, what in read_recent_ids(store_path())
        if str(number).startswith(incomplete)
    ]


_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
_limit_option = click.option(
    "--limit", default=LIMIT, show_default=True, type=click.IntRange(1), help="At most so many."
)
_src_option = click.option("--src", default="", metavar="SRC", help="Only of this app.")
_ids_argument = click.argument(
    "ids", nargs=-1, type=click.IntRange(1), metavar="ID ...", shell_complete=complete_id
)


@click.group(
    invoke_without_command=True,
    short_help="List, show, search, export and delete the calls that were made.",
    subcommand_metavar="[list | show ID | search WORDS | export [ID ...] | delete ID ... | clear]",
)
@_json_option
@click.pass_context
def history(ctx: click.Context, *, as_json: bool) -> int | None:
    """List, show, search, export and delete the calls that were made.

    Without a command, list the last ones.
    """
    ctx.obj = as_json
    if ctx.invoked_subcommand is None:
        return _list(query="", src="", limit=LIMIT, as_json=as_json)
    return None


@history.command("list", short_help="List the calls, newest first.")
@_src_option
@_limit_option
@_json_option
@click.pass_obj
def list_calls(group_json: bool, *, src: str, limit: int, as_json: bool) -> int:
    """List the calls, newest first, by day."""
    return _list(query="", src=src, limit=limit, as_json=as_json or group_json)


@history.command("search", short_help="Find calls by their words.")
@click.argument("words", nargs=-1, required=True)
@_src_option
@_limit_option
@_json_option
@click.pass_obj
def search_calls(
    group_json: bool, words: tuple[str, ...], *, src: str, limit: int, as_json: bool
) -> int:
    """Find calls that have each of WORDS, or a word that begins with it, in their inputs, outputs,
    Space or endpoint; newest first.
    """
    query = " ".join(words)
    return _list(query=query, src=src, limit=limit, as_json=as_json or group_json)


@history.command("show", short_help="Show a call with its inputs, outputs and files.")
@click.argument("number", type=click.IntRange(1), metavar="ID", shell_complete=complete_id)
@_json_option
@click.pass_obj
def show_call(group_json: bool, number: int, *, as_json: bool) -> int:
    """Show a call: what it was given, what it gave, its failure, and its files."""
    return _run(partial(_show, number=number, as_json=as_json or group_json))


@history.command("export", short_help="Print calls as a recording (TOML), or as code.")
@_ids_argument
@language_option("As code: {languages}.")
def export_calls(ids: tuple[int, ...], *, lang: str | None) -> int:
    """Print what makes these calls again, in this order; the last call without an ID.

    A recording for `spacetui replay`, or with --lang code. What one call gave to a later one is
    linked.
    """
    return _run(partial(_export, ids=ids, lang=lang))


@history.command("delete", short_help="Delete calls, without a trace.")
@click.argument(
    "ids",
    nargs=-1,
    required=True,
    type=click.IntRange(1),
    metavar="ID ...",
    shell_complete=complete_id,
)
def delete_calls(ids: tuple[int, ...]) -> int:
    """Delete calls with their files. Nothing of them is left in the database."""
    return _run(partial(_delete, ids=ids))


@history.command("clear", short_help="Delete everything.")
@click.option("--yes", "is_confirmed", is_flag=True, help="Do not ask.")
def clear(*, is_confirmed: bool) -> int:
    """Delete all calls, the files that they gave, the apps that were opened and what was typed.

    Favourites stay.
    """
    sizes: list[StoreSize] = []
    code = _run(partial(_measure, sizes=sizes))
    if code or not sizes:
        return code
    if not is_confirmed and not output.can_ask():
        output.print_error("clearing has to be confirmed, and there is no terminal. Give --yes.")
        return exit_code(UsageError(""))
    from spacetui.cli.history_text import size_line

    question = f"delete {size_line(sizes[0])}? [y/N]"
    if not is_confirmed and output.ask(question).lower() not in ("y", "yes"):
        output.print_note("nothing was deleted")
        return INTERRUPTED
    return _run(_clear)


@history.command("exclude", short_help="Keep no calls of an app.")
@click.argument("src", required=False)
@click.option("--undo", is_flag=True, help="Keep its calls again.")
def exclude(src: str | None, *, undo: bool) -> int:
    """Keep no calls of SRC from now on; without SRC, list the apps of which none are kept."""
    return _run(partial(_exclude, src=src or "", undo=undo))


def _run(work: Callable[[Store], Awaitable[int]]) -> int:
    """Run `work` on the store, which is read also where nothing new is kept."""
    return output.run_command(_with_store(work))


async def _with_store(work: Callable[[Store], Awaitable[int]]) -> int:
    from spacetui.store.store import Store
    from spacetui.system.paths import store_path

    problems: list[str] = []
    try:
        path = store_path()
    except OSError as error:
        raise UsageError(f"the history cannot be read: {error}") from error
    is_there = await asyncio.to_thread(path.exists)
    # No file is made only to be looked at.
    async with Store(path if is_there else None, problems.append, limit=history_limit()) as store:
        code = await _done(work, store, problems)
    if problems:
        raise UsageError(problems[0].replace("calls are not kept on disk", "no history"))
    return code


async def _done(
    work: Callable[[Store], Awaitable[int]], store: Store, problems: Sequence[str]
) -> int:
    """Do `work`; where the file cannot be used, that is the reason for whatever is missing."""
    try:
        return await work(store)
    except UsageError:
        if not problems:
            raise
        return 0


def _list(*, query: str, src: str, limit: int, as_json: bool) -> int:
    return _run(partial(_print_list, query=query, src=src, limit=limit, as_json=as_json))


async def _print_list(store: Store, *, query: str, src: str, limit: int, as_json: bool) -> int:
    rows = await store.history(query, src=_address_of(src), limit=limit)
    if as_json:
        from spacetui.cli.history_json import row_json

        for row in rows:
            output.print_json(row_json(row))
        return 0
    from spacetui.cli.history_text import days_text, size_line

    if rows:
        output.print_text(days_text(rows))
    elif not store.is_failing:
        output.print_note("no call fits" if query or src else "no calls yet")
    if rows and not query and not src:
        output.print_note(size_line(await store.count_and_size()))
    return 0


def _address_of(src: str) -> str:
    """Return what the store calls an app that the user names."""
    if not src:
        return ""
    from spacetui.cli.command_session import hub_endpoint
    from spacetui.model.space import parse_ref

    return parse_ref(src, hub_endpoint=hub_endpoint()).address


async def _show(store: Store, *, number: int, as_json: bool) -> int:
    recording = await _loaded(store, number)
    files, events = await store.files_of(number), await store.events_of(number)
    if as_json:
        from spacetui.cli.history_json import call_json

        output.print_json(call_json(recording, files, events))
        return 0
    from spacetui.cli.history_text import call_text

    output.print_text(call_text(recording, files))
    return 0


async def _export(store: Store, *, ids: tuple[int, ...], lang: str | None) -> int:
    from spacetui.cli.history_export import export_text
    from spacetui.cli.own_languages import find_any_language

    language = "" if lang is None else find_any_language(lang).name
    if not ids:
        last = await store.history(limit=1)
        if not last:
            raise UsageError("there is no call to export", hint="Make one with run.")
        ids = (last[0].id,)
    recordings = [await _loaded(store, number) for number in ids]
    output.print_raw(export_text(recordings, language))
    return 0


async def _loaded(store: Store, number: int) -> Recording:
    recording = await store.load_call(number)
    if recording is None:
        raise UsageError(f"no call {number} in the history", hint="See spacetui history.")
    return recording


async def _delete(store: Store, *, ids: tuple[int, ...]) -> int:
    for number in ids:
        await _loaded(store, number)
    count = await store.delete(ids)
    from spacetui.text.format import count_text

    output.print_note(f"{count_text(count, 'call')} deleted")
    return 0


async def _measure(store: Store, *, sizes: list[StoreSize]) -> int:
    sizes.append(await store.count_and_size())
    return 0


async def _clear(store: Store) -> int:
    await store.clear()
    if not store.is_failing:
        output.print_note("the history is empty")
    return 0


async def _exclude(store: Store, *, src: str, undo: bool) -> int:
    if not src:
        for each in await store.excluded():
            output.print_text(each)
        return 0
    address = _address_of(src)
    if undo:
        await store.include(address)
    else:
        await store.exclude(address)
    return 0
