"""SessionPool: gives each call a session hash, and calls of one session their turn.

A session is expensive for the server: Gradio builds the config of every component for it (6.31
state_holder.py, SessionState), which takes longer than most calls. Calls that share no State
therefore borrow a session each and give it back. Never two calls at the same time in one session:
two streams of one session would split its messages, and a cancel names only session and function.
"""

import asyncio
from collections.abc import Iterable
from weakref import WeakValueDictionary

# Seconds to wait for a stream whose result has come to end. It takes one or two milliseconds.
_SOON_SECONDS = 0.05


class SessionPool:
    """The sessions of one connection."""

    def __init__(self) -> None:
        self._free: list[str] = []
        self._ending: dict[str, asyncio.Future[None]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        # The session that a component was changed in last, by the id of the component.
        self._changed_in: dict[int, str] = {}

    async def borrow(self) -> str:
        """Return a session that no call uses: the last one used, else a new one."""
        if self._ending and not self._free:
            endings = self._ending.values()
            await asyncio.wait(endings, timeout=_SOON_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if self._free:
            return self._free.pop()
        return new_session_hash()

    def will_return(self, session_hash: str) -> None:
        """Note that a borrowed session is about to come back: its call has a result."""
        self._ending[session_hash] = asyncio.get_running_loop().create_future()

    def keep_changes(self, component_ids: Iterable[int], session_hash: str) -> None:
        """Note that a call has changed these components in its session.

        The server keeps their new choices and limits for that session alone (gradio 6.31
        blocks.py, postprocess_data): in another one it refuses a value that is new.
        """
        for each in component_ids:
            self._changed_in.pop(each, None)  # the last one stands at the end
            self._changed_in[each] = session_hash

    async def session_of(self, component_ids: Iterable[int | None]) -> str:
        """Return the session in which one of these components was changed last, or nothing.

        Calls in it go one after another, by `turn_of`.
        """
        wanted = set(component_ids)
        found = [each for each in self._changed_in if each in wanted]
        if not found:
            return ""
        session_hash = self._changed_in[found[-1]]
        if (ending := self._ending.get(session_hash)) is not None:
            await asyncio.wait({ending})
        return session_hash

    def give_back(self, session_hash: str, *, is_clean: bool) -> None:
        """Take a borrowed session back.

        is_clean: the stream of its call ended by itself, so the server sends nothing more about it.
        Any other session is not used again, but for calls that take what was changed in it.
        """
        if is_clean and session_hash not in self._changed_in.values():
            self._free.append(session_hash)
        if (ending := self._ending.pop(session_hash, None)) is not None:
            ending.set_result(None)

    def turn_of(self, session_hash: str) -> asyncio.Lock:
        """Return the lock that the calls of one shared session take in turn."""
        return self._turns.setdefault(session_hash, asyncio.Lock())


def new_session_hash() -> str:
    """Return a session hash that nobody has used."""
    import secrets  # it takes 3 ms, and an app opens without

    return secrets.token_hex(8)
