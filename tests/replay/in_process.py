"""Let this process use the replay: what read the environment before reads it again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from huggingface_hub import close_session

from spacetui.wire.http import client as wire_client
from tests.replay.replay import Replay


@contextmanager
def use_replay(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the real names lead to the replay until the block ends."""
    for name, value in replay.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    _forget_clients()
    try:
        yield
    finally:
        monkeypatch.undo()
        _forget_clients()


def _forget_clients() -> None:
    """Close what has read proxies and certificates of the environment."""
    close_session()
    wire_client._verifying_context.cache_clear()
