"""The stages of a Space, grouped by whether its app can be called."""

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


def stage_group(stage: str) -> StageGroup:
    """Return the group of a Hub stage. An unknown stage is UNKNOWN and tried like a running one."""
    return _GROUPS.get(stage, StageGroup.UNKNOWN)
