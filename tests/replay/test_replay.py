"""The replay itself: the default endpoint, https and the real names, as spacetui uses them."""

from collections.abc import Callable
from typing import Any

from tests.cli_result import Cli
from tests.replay.conftest import TOKEN
from tests.replay.network import HUB
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace


def test_a_public_space_is_found_and_called_at_its_real_name(replay: Replay, cli: Cli) -> None:
    done = cli("run", "acme/echo", "/echo", "text=hello")
    assert (done.code, done.out, done.err) == (0, "hello\n", "")
    assert replay.targets()[0] == "/api/spaces/acme/echo"
    assert "/gradio_api/queue/join" in "".join(replay.targets("acme-echo.hf.space"))
    assert not replay.names.refused


def test_a_search_asks_the_default_hub(replay: Replay, cli: Cli) -> None:
    done = cli("search", "make a picture", "--json")
    assert done.code == 0
    assert [each["id"] for each in done.lines[0]][:1] == ["acme/run"]
    assert replay.targets(HUB)[0].startswith("/api/spaces/semantic-search?q=make")


def test_a_private_space_is_opened_with_its_token_and_a_public_one_without(
    replay: Replay, cli: Cli, environment: dict[str, str], replayed_url: str
) -> None:
    environment["HF_TOKEN"] = TOKEN
    replay.add(ReplaySpace("acme/private", app_url=replayed_url, private=True, owner_token=TOKEN))
    assert cli("run", "acme/private", "/echo", "text=hello").code == 0
    assert TOKEN in replay.received("acme-private.hf.space")
    assert cli("run", "acme/echo", "/echo", "text=hello").code == 0
    assert TOKEN not in replay.received("acme-echo.hf.space")


async def test_the_app_opens_a_space_of_the_replay(
    replay: Replay, window: Callable[..., Any]
) -> None:
    async with window("acme/echo") as shown:
        await shown.opened()
        assert "acme/echo" in shown.text
