"""The dataclasses of a recording file: calls, their inputs, and what each takes from another.

It holds no endpoint, since that is the app's to say; only its shape, by which drift is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacetui.model.drift import EndpointShape
from spacetui.model.output_path import OutputPath
from spacetui.model.schema import Json

FORMAT = 1
# What a variable of the environment is called from which an input is read: a file of a stranger
# must not be able to name HF_TOKEN or AWS_SECRET_ACCESS_KEY (security.md P18).
VARIABLE_PREFIX = "MY_"


@dataclass(frozen=True, slots=True)
class FileLink:
    """An output of an earlier step, by the name of that step, or the part at `path` in it."""

    step: str
    output: int = 0
    path: OutputPath = ()


@dataclass(frozen=True, slots=True)
class FileStep:
    """One call. inputs: parameter name -> JSON value, in which a FileInput may stand at any depth.

    links: parameters that take an output instead. variables: parameters that are read from a
    variable of the environment. oauth_variable: the one with a token for the code of the endpoint,
    or empty. visit: calls of one app with the same number share its State; 0 for none. shape: of
    the endpoint when the call was recorded, if it is known.
    """

    name: str
    src: str
    api_name: str
    inputs: Mapping[str, Json] = field(default_factory=dict)
    links: Mapping[str, FileLink] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    oauth_variable: str = ""
    note: str = ""
    visit: int = 0
    shape: EndpointShape | None = None


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """The calls of a file, in order. notes: lines for its reader, comments in the file."""

    steps: tuple[FileStep, ...]
    notes: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Every app that is called, once, in order."""
        return tuple(dict.fromkeys(each.src for each in self.steps))
