"""`run SRC --help` on the Hub: what the endpoint of a Space takes, or why it cannot be said."""

import pytest

from tests.cli_result import Cli
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace


@pytest.mark.parametrize("name", ["run", "snippet"])
@pytest.mark.parametrize(
    ("words", "listed", "reason"),
    [
        (["acme/echo", "/echo"], "text", ""),
        (["acme/echo"], "/echo", ""),
        (["acme/echo", "/ehco"], "", "no endpoint /ehco. Did you mean /echo?"),
        (["acme/paused", "/echo"], "", "paused"),
        (["acme/nowhere", "/echo"], "", "acme/nowhere"),
    ],
)
def test_help_after_a_space_id_lists_its_parameters_or_says_why_not(
    name: str, words: list[str], listed: str, reason: str, cli: Cli, replay: Replay
) -> None:
    replay.add(ReplaySpace("acme/paused", stages=["PAUSED"]))
    done = cli(name, *words, "--help")
    general = done.out[done.out.index("Usage: ") :]
    assert done.code == 0
    assert "--data JSON" in general and "--token" in general
    shown = done.out.removesuffix(general).split()
    assert listed in shown if listed else not shown
    assert reason in done.err and done.err.count("\n") == bool(reason)
