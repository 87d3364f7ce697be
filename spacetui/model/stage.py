"""The stages of a Space, grouped by whether its app can be called."""

import re
from enum import Enum


class StageGroup(Enum):
    """What a stage means to someone who wants to call the app."""

    UP = "running"
    STARTING = "starting"
    ASLEEP = "asleep"
    PAUSED = "paused"
    BROKEN = "error"
    UNKNOWN = "unknown"


# Stages are open strings: the Hub's enum lacks SLEEPING, and others may come.
_GROUPS = {
    "RUNNING": StageGroup.UP,
    "RUNNING_BUILDING": StageGroup.UP,
    "RUNNING_APP_STARTING": StageGroup.UP,
    "BUILDING": StageGroup.STARTING,
    "APP_STARTING": StageGroup.STARTING,
    "SLEEPING": StageGroup.ASLEEP,
    "STOPPED": StageGroup.ASLEEP,
    "PAUSED": StageGroup.PAUSED,
    "BUILD_ERROR": StageGroup.BROKEN,
    "RUNTIME_ERROR": StageGroup.BROKEN,
    "CONFIG_ERROR": StageGroup.BROKEN,
    "NO_APP_FILE": StageGroup.BROKEN,
    "DELETING": StageGroup.BROKEN,
}

# What the Hub puts behind the reason in the error message of a runtime.
_LOGS = re.compile(r"^\s*Container logs:", re.MULTILINE)
_TRACEBACK = "Traceback (most recent call last)"
# The last line of a traceback: `ModuleNotFoundError: No module named 'torch'`.
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt)(?::|$)")


def error_reason(message: str) -> tuple[str, str]:
    """Return the line of a runtime's `errorMessage` that says what happened, and the details.

    It is the first line, or the last where that is an exception of Python. The details are the
    whole message where it has more lines, and empty otherwise.
    """
    whole = message.strip()
    lines = [line for line in _LOGS.split(whole)[0].splitlines() if line.strip()]
    if not lines:
        lines = [""]
    line = _exception_line(lines) or lines[0]
    line = line.strip()
    return line, "" if line == whole else whole


def _exception_line(lines: list[str]) -> str:
    """Return the line that names the exception of the last traceback; empty without one."""
    heads = [number for number, line in enumerate(lines) if _TRACEBACK in line]
    if heads:
        behind = lines[heads[-1] + 1 :]
        return next((line for line in behind if not line[0].isspace()), "")
    return lines[-1] if _EXCEPTION.match(lines[-1].strip()) else ""


def stage_group(stage: str) -> StageGroup:
    """Return the group of a Hub stage. An unknown stage is UNKNOWN and tried like a running one."""
    return _GROUPS.get(stage, StageGroup.UNKNOWN)
