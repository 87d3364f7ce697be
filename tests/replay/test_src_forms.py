"""SRC in every form of the contract, on the real names: what it opens, and who is asked."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from spacetui.errors import NotGradio, SpacetuiError, UsageError
from spacetui.session.session import Session
from tests.cli_result import Cli
from tests.replay.conftest import STALE_TOKEN, TOKEN
from tests.replay.network import DOTTED, HUB
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace

Connect = Callable[..., Session]

HOST = "acme-echo.hf.space"
BY_SUBDOMAIN = "/api/spaces/by-subdomain/acme-echo"


@pytest.mark.parametrize(
    ("text", "src", "first"),
    [
        ("acme/echo", "acme/echo", "/api/spaces/acme/echo"),
        ("acme/echo/", "acme/echo", "/api/spaces/acme/echo"),
        ("spaces/acme/echo", "acme/echo", "/api/spaces/acme/echo"),
        ("https://huggingface.co/spaces/acme/echo", "acme/echo", "/api/spaces/acme/echo"),
        ("huggingface.co/spaces/acme/echo/tree/main", "acme/echo", "/api/spaces/acme/echo"),
        ("hf.co/spaces/acme/echo?logs=build", "acme/echo", "/api/spaces/acme/echo"),
        (f"https://{HOST}", f"https://{HOST}", BY_SUBDOMAIN),
        (f"{HOST}/", f"https://{HOST}", BY_SUBDOMAIN),
        (f"https://{HOST}/config", f"https://{HOST}", BY_SUBDOMAIN),
        (f"https://{HOST}/gradio_api/info", f"https://{HOST}", BY_SUBDOMAIN),
        (f"https://{HOST}/?view=api", f"https://{HOST}", BY_SUBDOMAIN),
    ],
)
async def test_a_space_is_opened_by_every_way_to_write_it(
    text: str, src: str, first: str, replay: Replay, connect: Connect
) -> None:
    async with connect() as session:
        opened = await session.open(text)
    assert (opened.src, opened.app.url) == (src, f"https://{HOST}")
    assert opened.card is not None and opened.card.id == "acme/echo"
    assert replay.targets(HUB)[0] == first


@pytest.mark.parametrize(
    "form",
    ["http://127.0.0.1:{port}", "localhost:{port}", ":{port}", "127.0.0.1:{port}/config",
     "http://127.0.0.1:{port}/gradio_api/info", ":{port}/?view=api", "localhost:{port}/"],
)  # fmt: skip
async def test_an_app_on_this_machine_is_opened_by_every_way_to_write_it(
    form: str, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    port = urlsplit(replayed_url).port
    async with connect(TOKEN) as session:
        opened = await session.open(form.format(port=port))
    assert opened.app.endpoint("/echo") is not None
    assert urlsplit(opened.src).port == port
    assert not replay.requests, "the Hub is not asked about it"


async def test_the_path_behind_a_host_of_hf_space_is_kept(
    replay: Replay, connect: Connect, replayed_url: str
) -> None:
    replay.add(ReplaySpace("acme/mounted", app_url=replayed_url, mounted_at="/demo"))
    async with connect() as session:
        opened = await session.open("acme-mounted.hf.space/demo/?view=api")
        assert opened.app.url == "https://acme-mounted.hf.space/demo"
        assert opened.card is not None and opened.card.id == "acme/mounted"
        with pytest.raises(SpacetuiError):
            await session.open("acme-echo.hf.space/nowhere")


@pytest.mark.parametrize("token", ["", TOKEN, STALE_TOKEN])
@pytest.mark.parametrize(
    "space",
    [
        ReplaySpace("acme/protected", is_known=False),
        # by-subdomain has answered 400 for it.
        ReplaySpace("acme/dotted", own_subdomain=DOTTED.removesuffix(".hf.space")),
    ],
    ids=["protected", "dotted"],
)
async def test_a_host_that_the_hub_does_not_know_is_opened_as_it_is_without_a_token(
    token: str, space: ReplaySpace, replay: Replay, connect: Connect, replayed_url: str
) -> None:
    space.app_url = replayed_url
    replay.add(space)
    async with connect(token, hf_token_to_space=True) as session:
        opened = await session.open(space.host)
    assert (opened.src, opened.card) == (f"https://{space.host}", None)
    assert opened.notes[0] == "the Hub does not know this Space; it is opened without a token"
    assert "hf_replay" not in replay.received(space.host) + replay.seen_by_apps()


async def test_a_host_of_hf_space_that_is_nobodys_is_no_app(connect: Connect) -> None:
    async with connect() as session:
        with pytest.raises(NotGradio, match="no Gradio app here \\(404\\)") as caught:
            await session.open("acme-nothing.hf.space")
    assert caught.value.failure.where == "https://acme-nothing.hf.space"


@pytest.mark.parametrize(
    "text",
    ["acme", "acme/echo/more", "huggingface.co/acme/echo", "hf.co/spaces/acme", "localhost:x",
     "https://ada:secret@acme-echo.hf.space", "ftp://acme-echo.hf.space", "acme/ec ho"],
)  # fmt: skip
async def test_a_bad_form_is_one_line_and_nobody_is_asked(
    text: str, replay: Replay, connect: Connect
) -> None:
    async with connect() as session:
        with pytest.raises(UsageError) as caught:
            await session.open(text)
    line = str(caught.value)
    assert line.count("\n") == 0 and "secret" not in line and len(line) < 200
    assert caught.value.failure.hint
    assert not replay.requests


def test_the_command_line_takes_them_too(cli: Cli, replayed_url: str) -> None:
    port = urlsplit(replayed_url).port
    done = cli("run", f":{port}/config", "/echo", "text=hello")
    assert (done.code, done.out, done.err) == (0, "hello\n", "")
    done = cli("info", "spaces/acme/echo/", "--json")
    assert (done.code, done.lines[0]["src"]) == (0, "acme/echo")
    done = cli("info", "acme/echo/more")
    assert done.code == 2 and done.err.startswith("spacetui: 'acme/echo/more' is neither a Space")
