"""What a run of the command line left: its exit code and what it printed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CliResult:
    """A command that ended."""

    code: int
    out: str
    err: str
    # The bytes of stdout, where the command was a process.
    raw: bytes = field(default=b"", repr=False)

    @property
    def lines(self) -> list[Any]:
        """The JSON values of stdout, one for each line."""
        return [json.loads(line) for line in self.out.splitlines()]


# Takes the arguments of `spacetui`.
Cli = Callable[..., CliResult]
