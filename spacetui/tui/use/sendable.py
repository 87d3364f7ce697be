"""Whether an output of a call can be sent on, and the message that asks for it."""

from dataclasses import dataclass

from textual.message import Message

from spacetui.model.component_update import is_update
from spacetui.model.output_path import OutputPath
from spacetui.model.run import Status
from spacetui.tui.made_call import MadeCall


@dataclass
class SendRequested(Message):
    """An output is to go to an input. output: its place among those of the call.

    path: leads to the part of it that is chosen; empty for all of it.
    """

    made: MadeCall
    output: int
    path: OutputPath = ()


def can_send(made: MadeCall | None, output: int) -> bool:
    """Return whether a call has come to a result, with a value for the output of this number."""
    if made is None or made.state.status is not Status.COMPLETE:
        return False
    values = [*zip(made.call.endpoint.returns, made.state.data or (), strict=False)]
    if not 0 <= output < len(values):
        return False
    value = values[output][1]
    return value is not None and not is_update(value)
