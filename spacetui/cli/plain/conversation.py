"""Conversation: search, open, call, code and history, a line typed and lines answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from spacetui.cli import output
from spacetui.cli.plain.calls import PlainCalls
from spacetui.cli.plain.form import ask_call
from spacetui.cli.plain.typed_lines import ask_line
from spacetui.cli.plain.words import WORDS, help_lines
from spacetui.errors import SpacetuiError, UsageError
from spacetui.text.terminal_escapes import visible_line

if TYPE_CHECKING:
    from spacetui.model.schema import Endpoint
    from spacetui.model.space import SpaceCard
    from spacetui.session.opened_app import OpenedApp
    from spacetui.session.session import Session

# Rows of a search or of the history that are listed.
MAX_ROWS = 20
_Row = TypeVar("_Row")
Choose = Callable[[], Awaitable[None]]


class Conversation:
    """Answers lines until the input ends or the user quits. Errors are said, and end nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.calls = PlainCalls(session)
        self._opened: OpenedApp | None = None
        # What a number does: one for each row of the last list.
        self._choices: list[Choose] = []

    async def run(self, src: str) -> int:
        """Open SRC, which may be empty, and answer lines."""
        output.print_text("spacetui in plain lines. Type what you need, or help.")
        if src:
            await self._answer(f"open {src}")
        while True:
            line = await ask_line(self._prompt())
            if line is None or line.strip() == "quit":
                return 0
            await self._answer(line.strip())

    def _prompt(self) -> str:
        name = "spacetui" if self._opened is None else self._opened.source.title
        return f"{visible_line(name, 60)}>"

    async def _answer(self, line: str) -> None:
        try:
            await self._do(line)
        except SpacetuiError as error:
            output.print_error(str(self._session.redactor.message(str(error))))

    async def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if not line:
            return
        if line.isascii() and line.isdigit():
            await self._choose(int(line))
        elif word in WORDS and (WORDS[word].takes or not rest):
            await getattr(self, f"_{word}")(rest.strip())
        elif line.startswith("/") and self._opened is not None:
            await self._call_at_once(line)
        elif "/" in word or word.startswith(":"):
            await self._open(line)
        else:
            await self._search(line)

    async def _choose(self, number: int) -> None:
        if not 1 <= number <= len(self._choices):
            hint = "Numbers are those of the last list."
            raise UsageError(f"there is no row {number}", hint=hint)
        await self._choices[number - 1]()

    def _offer(
        self,
        rows: Sequence[_Row],
        line_of: Callable[[_Row], str],
        choose: Callable[[_Row], Awaitable[None]],
        what: str,
    ) -> None:
        """List rows, of which a number chooses one. what: a verb for what it does."""
        for number, row in enumerate(rows, 1):
            output.print_text(f"{number}. {line_of(row)}")
        output.print_text(f"type a number to {what} one.")
        self._choices = [partial(choose, row) for row in rows]

    # The words.

    async def _help(self, rest: str) -> None:
        output.print_text("\n".join(help_lines()))

    async def _search(self, words: str) -> None:
        from spacetui.hub.query_length import query_note

        if not words:
            raise UsageError("search for what?", hint="search soften a picture")
        found = await self._session.hub.search(words, sdk="gradio", include_non_running=False)
        for note in filter(None, (query_note(words), *self._session.hub.notes)):
            output.print_text(note)
        cards = found[:MAX_ROWS]
        if not cards:
            output.print_text("nothing fits; try other words.")
            return
        self._offer(cards, _card_line, lambda card: self._open(card.id), "open")

    async def _open(self, src: str) -> None:
        from spacetui.cli.kept_history import keep_opened

        if src.isdigit():
            await self._choose(int(src))
            return
        opened = await self._session.open(src, on_stage=output.stage_printer(src))
        self._opened = opened = await self._session.enrich(opened)
        await keep_opened(self._session.store, opened)
        output.print_text(f"{opened.source.title or opened.src} is open: {opened.app.url}")
        for note in opened.notes:
            output.print_text(note)
        await self._endpoints("")

    async def _endpoints(self, rest: str) -> None:
        endpoints = self._app().app.public_endpoints
        if not endpoints:
            output.print_text("it has no public endpoint.")
            return
        self._offer(endpoints, _endpoint_line, self._fill_in, "call")

    async def _run(self, name: str) -> None:
        if name.isdigit():
            await self._choose(int(name))
            return
        api_name = f"/{name}" if name and name[0] not in "/#" else name
        await self._fill_in(await self._endpoint(api_name))

    async def _fill_in(self, endpoint: Endpoint) -> None:
        call = await ask_call(endpoint)
        if call is not None:
            self._opened = await self.calls.make(self._app(), call)

    async def _call_at_once(self, line: str) -> None:
        import shlex

        from spacetui.arguments.call_arguments import make_call
        from spacetui.model.call import arrange

        try:
            name, *args = shlex.split(line)
        except ValueError as error:
            raise UsageError(f"quotes do not match: {error}") from error
        call = make_call(await self._endpoint(name), args, on_note=output.print_note)
        arrange(call)
        self._opened = await self.calls.make(self._app(), call)

    async def _again(self, rest: str) -> None:
        self._opened = await self.calls.again(self._app())

    async def _code(self, language: str) -> None:
        self.calls.print_code(language)

    async def _save(self, folder: str) -> None:
        await self.calls.save(await asyncio.to_thread(Path(folder or ".").expanduser))

    async def _history(self, words: str) -> None:
        from spacetui.cli.history_text import days_text

        rows = await self._session.store.history(words, limit=MAX_ROWS)
        if not rows:
            output.print_text("no calls are kept." if not words else "no call has these words.")
            return
        output.print_text(days_text(rows))
        output.print_text("type show and the first number of a line to read that call.")

    async def _show(self, number: str) -> None:
        from spacetui.cli.history_text import call_text

        store = self._session.store
        found = await store.load_call(int(number)) if number.isdigit() else None
        if found is None:
            raise UsageError(f"no call {number or 'is named'}"[:60], hint="history lists them.")
        output.print_text(call_text(found, await store.files_of(int(number))))

    # The app that is open.

    def _app(self) -> OpenedApp:
        if self._opened is None:
            raise UsageError("no app is open", hint="Search for one, or open an id or an address.")
        return self._opened

    async def _endpoint(self, api_name: str) -> Endpoint:
        from spacetui.cli.endpoint_choice import resolve_endpoint

        return await resolve_endpoint(self._session, self._app(), api_name)


def _endpoint_line(endpoint: Endpoint) -> str:
    """Return what is read aloud of an endpoint: `/filter. Blur it. takes image, gives result`."""
    takes = ", ".join(each.name for each in endpoint.parameters) or "nothing"
    gives = ", ".join(each.label or each.component.lower() for each in endpoint.returns)
    about = endpoint.description.strip().partition("\n")[0].rstrip(".")
    parts = (endpoint.api_name, about, f"takes {takes}, gives {gives or 'nothing'}")
    return visible_line(". ".join(filter(None, parts)), 500)


def _card_line(card: SpaceCard) -> str:
    """Return what is read aloud of a Space: its id, what it does, and its stage if it is not up."""
    parts: Sequence[str] = (card.id, card.title, card.description)
    stage = card.stage.lower().replace("_", " ")
    return visible_line(". ".join([*filter(None, parts), stage]), 300)
