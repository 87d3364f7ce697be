"""MadeCall: what a call has to show, whether it was made in this session or is kept on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from spacetui.model.call import Call
    from spacetui.model.recording import Recording
    from spacetui.model.run import RunState


class MadeCall(Protocol):
    """A call that can be shown: a LiveCall, or a PastCall of the history.

    id: the store's, 0 where it is not kept. made_at: seconds since the epoch. elapsed, silence:
    seconds, as those of a LiveCall.
    """

    @property
    def id(self) -> int: ...
    @property
    def made_at(self) -> float: ...
    @property
    def call(self) -> Call: ...
    @property
    def state(self) -> RunState: ...
    @property
    def visit(self) -> int: ...
    @property
    def elapsed(self) -> float: ...
    @property
    def silence(self) -> float: ...
    @property
    def recording(self) -> Recording: ...
    def cancel(self) -> None: ...
