"""The sessions of calls that share none: each has one call at a time, the next one when its stream has ended.

A session is dear to the server: Gradio builds the config of every component for it (6.31 state_holder.py,
SessionState), which takes longer than most calls. One call at a time, because two streams of one session would
split its messages, and a cancel goes by session and function.
"""

import asyncio
import secrets

# Seconds to wait for a stream whose result has come to end. It takes one or two milliseconds.
_SOON_SECONDS = 0.05


class SessionPool:
    """The sessions of one connection. Times are of the event loop's clock."""

    def __init__(self) -> None:
        self._free: list[str] = []
        self._ending: dict[str, asyncio.Future[None]] = {}

    async def take(self) -> str:
        """Give a session that no call uses: the one that was used last, else a new one."""
        if self._ending and not self._free:
            await asyncio.wait(
                self._ending.values(), timeout=_SOON_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
        return self._free.pop() if self._free else secrets.token_hex(8)

    def ends(self, session_hash: str) -> None:
        """The call of this session has its result; its stream is being read to the end."""
        self._ending[session_hash] = asyncio.get_running_loop().create_future()

    def ended(self, session_hash: str, *, is_clean: bool) -> None:
        """The call has left. is_clean: its stream ended by itself: the server has nothing more to say of it."""
        if is_clean:
            self._free.append(session_hash)
        if (ending := self._ending.pop(session_hash, None)) is not None:
            ending.set_result(None)
