"""RecordedStep: a recording with its place in a script: its name, its note and its links."""

from dataclasses import dataclass
from enum import Enum

from spacetui.model.output_path import OutputPath
from spacetui.model.recording import Recording
from spacetui.model.run import Status
from spacetui.model.schema import Endpoint, Json


class LeftOut(Enum):
    """Why a recording is kept, but is no step of the code: it came to no result."""

    FAILED = "failed"
    CANCELLED = "cancelled"
    UNFINISHED = "not finished"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file of an output that was saved on this machine. path: absolute. url: where it was."""

    path: str
    url: str


@dataclass(frozen=True, slots=True)
class RecordedLink:
    """A parameter that takes an output of an earlier step, or the part to which `path` leads.

    step: the id of that step. output: from 0.
    """

    parameter: str
    step: int
    output: int
    path: OutputPath = ()


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """A recording as a step.

    id: its own in the script, and it stays when the step is moved. name: what the user called its
    result, or empty. unmade: parameters whose link the user took away, so that none is found again.
    """

    id: int
    recording: Recording
    name: str = ""
    note: str = ""
    links: tuple[RecordedLink, ...] = ()
    unmade: tuple[str, ...] = ()

    @property
    def endpoint(self) -> Endpoint:
        return self.recording.call.endpoint

    @property
    def outputs(self) -> tuple[Json, ...]:
        """The outputs as the app sent them; none where the call has no result."""
        data = self.recording.state.data
        if data is not None and self.left_out is None:
            return data
        return ()

    @property
    def is_made(self) -> bool:
        """Whether the call was made; of a step of a recording file only when it is run."""
        return self.recording.state.status is not Status.IDLE

    @property
    def left_out(self) -> LeftOut | None:
        """Why the step is left out of the code; None where it is in it, made or not."""
        match self.recording.state.status:
            case Status.COMPLETE | Status.IDLE:
                return None
            case Status.FAILED:
                return LeftOut.FAILED
            case Status.CANCELLED:
                return LeftOut.CANCELLED
        return LeftOut.UNFINISHED

    def link_of(self, parameter: str) -> RecordedLink | None:
        return next((each for each in self.links if each.parameter == parameter), None)
