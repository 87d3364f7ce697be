"""StateKeeping: keeps what the next start shows: open Spaces, their forms, the language."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from spacetui.session.previous_run import PREFIX
from spacetui.snippets import FIRST_LANGUAGES, LANGUAGES

if TYPE_CHECKING:
    from spacetui.model.recording import Recording
    from spacetui.model.schema import Json
    from spacetui.session.previous_run import PreviousRun
    from spacetui.session.session import Session
    from spacetui.store.store import Store
    from spacetui.tui.app_state import AppState
    from spacetui.tui.earlier_spaces import RememberedSpace

LANGUAGE, SPACES, FORM = f"{PREFIX}language", f"{PREFIX}spaces", f"{PREFIX}form:"
# The languages at hand when LANGUAGE was written. Where the user has set others since, the first of
# them is what the user wants.
AT_HAND = f"{PREFIX}languages"
# How the panes of each page are laid out.
LAYOUTS = f"{PREFIX}layouts"
# The ids of the calls that the user left by quitting.
LEFT = f"{PREFIX}left"
# Seconds from a change to its writing. A form takes as long to say that it has changed, so that the
# end of the process loses at most 0.1 s of what was typed.
PAUSE = 0.05
# Spaces that are listed again, and forms that are kept.
MAX_SPACES, MAX_FORMS = 12, 50


class StateKeeping:
    """Writes what is in hand to the store, a moment after each change.

    previous_run: what that has left; None where nothing is kept.
    """

    def __init__(self, state: AppState, previous_run: PreviousRun | None) -> None:
        self._state = state
        self._is_off = previous_run is None
        self._written: dict[str, Json] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        if previous_run is None:
            return
        state.on_change = self.note
        if previous_run.kept is None:
            state.on_connect = self._load
        else:
            self._take(previous_run.kept)

    def begin_with(self, src: str, previous_run: PreviousRun | None) -> None:
        """Take an app in hand: as it was the last time, or one that is opened soon."""
        if previous_run is not None and previous_run.known is not None:
            self._state.add_known(previous_run.known)
            return
        from spacetui.tui.opening import Opening

        self._state.opening = Opening(self._state.session, src)

    async def _load(self, session: Session) -> None:
        """Read what the last run has left, before the first app is opened."""
        self._take(await session.store.kept_all(PREFIX))

    def _take(self, kept: Mapping[str, Json]) -> None:
        state = self._state
        self._written = dict(kept)
        language = kept.get(LANGUAGE)
        is_as_set = kept.get(AT_HAND, [*FIRST_LANGUAGES]) == [*state.languages.first]
        if is_as_set and isinstance(language, str) and language in LANGUAGES:
            state.languages.choose(language)
        state.forms = {
            key.removeprefix(FORM): form for key, form in kept.items() if key.startswith(FORM)
        }
        state.remembered = _remembered(kept.get(SPACES))
        if isinstance(layouts := kept.get(LAYOUTS), dict):
            state.layouts = {
                name: dict(each) for name, each in layouts.items() if isinstance(each, dict)
            }
            state.on_layouts()

    def note(self) -> None:
        """Write soon what has changed."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self._begin)

    def _begin(self) -> None:
        self._timer = None
        task = asyncio.ensure_future(self.write())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def write(self) -> None:
        """Write what has changed since it was written last; nothing before there is a session."""
        session = self._state.connected
        if session is None:
            self.note()
            return
        async with self._writing:
            # Asked at each write, since another process may have excluded an app in between. To ask
            # SQLite whether anything was written meanwhile takes as long, about 0.1 ms.
            values = self._values(session, await session.store.excluded())
            for key, value in values.items():
                if self._written.get(key) != value:
                    self._written[key] = value
                    await session.store.keep(key, value)
            await self._drop_oldest(session.store)

    async def aclose(self) -> None:
        """Write what is left, when the app ends."""
        if self._timer is not None:
            self._timer.cancel()
        session = self._state.connected
        if session is None or self._is_off:
            return
        await self.write()
        left: list[Json] = [each.id for each in self._state.calls.running if each.id > 0]
        if left:
            await session.store.keep(LEFT, left)

    def _values(self, session: Session, excluded: tuple[str, ...]) -> dict[str, Json]:
        from spacetui.tui.earlier_spaces import form_of

        spaces = [each for each in self._state.spaces if each.opened.source.src not in excluded]
        listed: list[Json] = [[each.opened.src, each.name] for each in spaces]
        listed += [[each.src, each.title] for each in self._state.remembered]
        values: dict[str, Json] = {
            f"{FORM}{each.opened.src}": session.redactor.kept_value(form_of(each))
            for each in spaces
            if each.values
        }
        values[SPACES] = listed[:MAX_SPACES]
        # Copies, since what is written is compared with what stands there later.
        values[LAYOUTS] = {name: dict(each) for name, each in self._state.layouts.items()}
        values[LANGUAGE] = self._state.languages.current
        values[AT_HAND] = [*self._state.languages.first]
        return values

    async def _drop_oldest(self, store: Store) -> None:
        forms = [key for key in self._written if key.startswith(FORM)]
        for key in forms[:-MAX_FORMS]:
            del self._written[key]
            await store.keep(key, None)

    async def take_interrupted(self) -> list[Recording]:
        """Take note of the calls that were cut off, each at one start; return them, newest first.

        By a kill, or by the user who quit while they ran. The form of such a call is as it was when
        its Space is opened.
        """
        if self._is_off:
            return []
        from spacetui.tui.interrupted_calls import past_calls
        from spacetui.tui.past_call import values_for_form

        store = (await self._state.session()).store
        ids = [row.id for row in await store.interrupted()]
        if isinstance(left := await store.kept(LEFT), list):
            ids += [each for each in left if isinstance(each, int) and each not in ids]
            await store.keep(LEFT, None)
        loaded = [await store.load_call(each) for each in sorted(ids, reverse=True)]
        cut_off = [each for each in loaded if each is not None]
        for recording in cut_off:
            call = recording.call
            values = {call.endpoint.api_name: values_for_form(call)}
            form: Json = {"api_name": call.endpoint.api_name, "values": values}
            self._state.forms.setdefault(recording.source.src, form)
        self._state.interrupted = past_calls(cut_off)
        return cut_off


def _remembered(listed: Json) -> list[RememberedSpace]:
    """Return the Spaces that were open; what has another shape is left out."""
    from spacetui.tui.earlier_spaces import RememberedSpace

    if not isinstance(listed, list):
        return []
    pairs = [each for each in listed if isinstance(each, list) and len(each) == 2]
    return [RememberedSpace(str(src), str(title)) for src, title in pairs]
