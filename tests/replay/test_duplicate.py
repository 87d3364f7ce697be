"""`spacetui duplicate`: its price is said and confirmed first; nothing is made before that."""

import asyncio
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import HfApi
from textual.widgets import Input, Static

from spacetui.model.duplicate import NEVER, Duplicate, Hardware
from spacetui.snippets.duplicate import render_duplicate
from spacetui.store.store import Store
from spacetui.system.paths import store_path
from spacetui.tui.find.duplicate_dialog import DuplicateDialog
from spacetui.tui.find.page import FindPage
from spacetui.tui.find.space_pane import SpacePane
from tests.cli_result import Cli
from tests.promises.headless_app import Window
from tests.replay.conftest import STALE_TOKEN, TOKEN, USER
from tests.replay.hub import json_reply
from tests.replay.in_process import use_replay
from tests.replay.network import HUB
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace
from tests.tui.app_driver import go_to_actions

COPY = f"{USER}/echo"
POST = ("POST", "/api/spaces/acme/echo/duplicate")


def posted(replay: Replay) -> list[str]:
    """Return what was asked of the Hub other than to read."""
    return [each.target for each in replay.requests if each.host == HUB and each.method != "GET"]


@pytest.fixture
def logged_in(environment: dict[str, str]) -> None:
    environment["HF_TOKEN"] = TOKEN


FREE = {"repository": COPY, "visibility": "private", "hardware": "cpu-basic"}
PAID = {**FREE, "hardware": "t4-small", "sleepTimeSeconds": 3600}


@pytest.mark.parametrize(
    ("options", "body", "said"),
    [
        ((), FREE, "private, on cpu-basic, sleeps after 48 h without a call; it costs nothing"),
        (
            ("--hardware", "t4-small"),
            PAID,
            "on t4-small, sleeps after 1 h without a call; "
            "it costs $0.40 an hour while it is awake, at most $9.60 a day; billed to ada",
        ),
        (
            ("--hardware", "t4-small", "--sleep", "1800", "--public"),
            {**PAID, "visibility": "public", "sleepTimeSeconds": 1800},
            "public, on t4-small, sleeps after 30 min",
        ),
        (
            ("--hardware", "cpu-upgrade", "--sleep", "never"),
            {**PAID, "hardware": "cpu-upgrade", "sleepTimeSeconds": -1},
            "never sleeps; it costs $0.03 an hour, $0.72 a day, for as long as it exists",
        ),
        (("--sleep", "60"), FREE, "sleeps after 48 h"),
        (("--to", "mine"), {**FREE, "repository": "ada/mine"}, "ada/mine: private"),
        (("--to", "acme-org/mine"), {**FREE, "repository": "acme-org/mine"}, "acme-org/mine"),
    ],
)
@pytest.mark.usefixtures("logged_in")
def test_it_is_made_as_wished_and_waited_for(
    replay: Replay, cli: Cli, options: tuple[str, ...], body: dict[str, Any], said: str
) -> None:
    done = cli("duplicate", "acme/echo", "--yes", *options)
    assert (done.code, done.out) == (0, f"{body['repository']}\n"), done.err
    assert replay.hub.duplicates == [body]
    assert said in done.err.replace("\n", "; ")
    assert f"it runs: spacetui run {body['repository']}" in done.err
    assert "building" in done.err, "the stages are said while it is waited for"
    assert "Warning" not in done.err
    assert cli("run", body["repository"], "/echo", "text=hi").out == "hi\n"


@pytest.mark.usefixtures("logged_in")
def test_json_is_one_object(cli: Cli) -> None:
    done = cli("duplicate", "acme/echo", "--yes", "--json")
    assert done.lines == [
        {
            "id": COPY,
            "is_new": True,
            "private": True,
            "hardware": "cpu-basic",
            "page": f"https://huggingface.co/spaces/{COPY}",
        }
    ]


@pytest.mark.usefixtures("logged_in")
def test_an_existing_duplicate_is_used_as_it_is(
    replay: Replay, cli: Cli, replayed_url: str
) -> None:
    replay.add(ReplaySpace(COPY, app_url=replayed_url, private=True, owner_token=TOKEN))
    done = cli("duplicate", "acme/echo", "--yes", "--hardware", "t4-small", "--json")
    assert done.code == 0, done.err
    assert (done.lines[0]["id"], done.lines[0]["is_new"]) == (COPY, False)
    assert done.lines[0]["hardware"] == "cpu-basic"
    assert "exists already" in done.err
    assert posted(replay) == []


@pytest.mark.usefixtures("logged_in")
def test_a_duplicate_that_was_made_meanwhile_is_used_too(
    replay: Replay, cli: Cli, replayed_url: str
) -> None:
    taken = {"error": "You already created this space repo"}
    replay.hub.replies[POST] = json_reply(taken, 409)
    space = ReplaySpace(COPY, app_url=replayed_url, private=True, owner_token=TOKEN)
    space.is_known = False
    replay.add(space)
    done = cli("duplicate", "acme/echo", "--yes")
    assert posted(replay) == ["/api/spaces/acme/echo/duplicate"]
    assert done.out == f"{COPY}\n"
    assert "exists already" in done.err


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("acme/echo",), 2, "there is no terminal. Give --yes"),
        (("acme/echo", "--yes", "--hardware", "t4-smal"), 2, "One of: cpu-basic, cpu-upgrade"),
        (("acme/echo", "--yes", "--to", "a b"), 2, "not a name of a Space"),
        (("acme/echo", "--yes", "--to", "a/b/c"), 2, "not a name of a Space"),
        (("acme/echo", "--yes", "--sleep", "soon"), 2, "write seconds, or never"),
        (("acme/none", "--yes"), 2, "acme/none"),
        ((COPY, "--yes"), 2, "is yours already"),
        (("http://127.0.0.1:7860", "--yes"), 2, "only a Space of the Hub"),
    ],
)
@pytest.mark.usefixtures("logged_in")
def test_what_cannot_be_made_is_one_line_and_nothing_is_posted(
    replay: Replay, cli: Cli, args: tuple[str, ...], code: int, words: str
) -> None:
    done = cli("duplicate", *args)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1), done.err
    assert words in done.err
    assert posted(replay) == []


@pytest.mark.parametrize(("token", "words"), [("", "not logged in"), (STALE_TOKEN, "token")])
def test_without_a_login_it_is_one_line_and_exit_4(
    replay: Replay, cli: Cli, environment: dict[str, str], token: str, words: str
) -> None:
    if token:
        environment["HF_TOKEN"] = token
    done = cli("duplicate", "acme/echo", "--yes")
    assert (done.code, done.out) == (4, "")
    assert words in done.err.splitlines()[-1]
    assert "hf auth login" in done.err
    assert posted(replay) == []


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (402, "Payment required for t4-small", "to be paid for: Payment required for t4-small"),
        (403, "You need write access", "does not let this token make a Space: You need write"),
    ],
)
@pytest.mark.usefixtures("logged_in")
def test_what_the_hub_refuses_is_said_with_its_reason(
    replay: Replay, cli: Cli, status: int, error: str, words: str
) -> None:
    reply = json_reply({"error": error}, status, {"X-Error-Message": error})
    replay.hub.replies[POST] = reply
    done = cli("duplicate", "acme/echo", "--yes", "--hardware", "t4-small")
    assert (done.code, done.out) == (4, "")
    assert words in done.err.splitlines()[-1]


class Terminal:
    """`spacetui ARGS` on a terminal of its own."""

    def __init__(self, environment: dict[str, str], *args: str) -> None:
        self._fd, other = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "spacetui", *args],
            env=environment,
            stdin=other,
            stdout=subprocess.PIPE,
            stderr=other,
        )
        os.close(other)
        self.said = ""

    def until(self, words: str) -> None:
        """Read until `words` stand there."""
        end = time.monotonic() + 60
        while words not in self.said:
            assert time.monotonic() < end, self.said
            if select.select([self._fd], [], [], 1)[0]:
                self.said += os.read(self._fd, 4096).decode()

    def type(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def end(self) -> tuple[int, str]:
        """Return the exit code and what stands on stdout."""
        out, _ = self._process.communicate(timeout=60)
        os.close(self._fd)
        return self._process.returncode, out.decode()


@pytest.mark.parametrize(
    ("hardware", "answer", "code", "bodies"),
    [
        ("3\n", "y\n", 0, [PAID]),
        ("t4-small\n", "yes\n", 0, [PAID]),
        ("\n", "y\n", 0, [FREE]),
        ("\n", "\n", 130, []),
        ("3\n", "n\n", 130, []),
        ("9\n", None, 2, []),
    ],
)
@pytest.mark.usefixtures("logged_in")
def test_on_a_terminal_the_price_stands_there_before_the_question(
    replay: Replay,
    environment: dict[str, str],
    hardware: str,
    answer: str | None,
    code: int,
    bodies: list[Any],
) -> None:
    replay.hub.spaces["acme/echo"].hardware = "t4-small"
    shown = Terminal(environment, "duplicate", "acme/echo")
    shown.until("[cpu-basic]:")
    assert "acme/echo runs on t4-small" in shown.said
    rows = [" ".join(each.split()) for each in shown.said.splitlines()]
    assert "1 cpu-basic free CPU Basic, 4 vCPU, 15 GB" in rows
    assert "3 t4-small $0.40 an hour Nvidia T4 - small, 4 vCPU, 15 GB, T4 16 GB" in rows
    shown.type(hardware)
    if answer is not None:
        shown.until("[y/N]")
        assert "billed to ada" in shown.said or "costs nothing" in shown.said
        assert posted(replay) == [], "nothing is made before the yes"
        shown.type(answer)
    ended, out = shown.end()
    assert (ended, replay.hub.duplicates) == (code, bodies), shown.said
    assert out == (f"{COPY}\n" if bodies else "")


@pytest.mark.usefixtures("logged_in")
def test_ctrl_c_at_a_question_ends_it(replay: Replay, environment: dict[str, str]) -> None:
    shown = Terminal(environment, "duplicate", "acme/echo")
    shown.until("[cpu-basic]:")
    shown.interrupt()
    assert shown.end() == (130, "")
    assert posted(replay) == []


T4 = Hardware("t4-small", usd_an_hour=0.4)
CODES = [
    (("--hardware", "t4-small"), 'hardware="t4-small",\n    sleep_timeout=60,  # minutes\n)'),
    ((), 'hardware="cpu-basic",\n)'),
    (("--hardware", "t4-small", "--sleep", "61"), "sleep_timeout=2,  # minutes"),
    (("--hardware", "t4-small", "--sleep", "never"), "set_space_sleep_time(client.space_id, -1"),
    (
        ("--public", "--to", "mine"),
        'to_id="mine",\n    token=os.environ["HF_TOKEN"],\n    private=False',
    ),
]


@pytest.mark.parametrize(("options", "code"), CODES)
def test_the_code_is_printed_and_nothing_is_asked(
    replay: Replay, cli: Cli, options: tuple[str, ...], code: str
) -> None:
    done = cli("duplicate", "acme/echo", "--lang", "python", *options)
    assert (done.code, done.err) == (0, "")
    assert 'client = Client.duplicate(\n    "acme/echo",' in done.out
    assert code in done.out
    assert replay.requests == []
    compile(done.out, "duplicate.py", "exec")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--lang", "curl"), "no code in curl"),
        (("--lang", "cobol"), "not a snippet language"),
        (("--lang", "python", "--to", "org/mine"), "account of the token"),
    ],
)
def test_code_that_there_is_not(cli: Cli, options: tuple[str, ...], words: str) -> None:
    done = cli("duplicate", "acme/echo", *options)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert words in done.err


def test_code_quotes_what_it_is_given() -> None:
    hostile = 'a/b", os.system("x"), "'
    code = render_duplicate(Duplicate(hostile, hostile, Hardware(hostile)))
    assert 'os.system("' not in code
    assert code.count("Client.duplicate(") == 1
    compile(code, "duplicate.py", "exec")


@pytest.mark.parametrize(
    ("wanted", "settings"),
    [
        (
            Duplicate("acme/echo", COPY, T4),
            [(COPY, "hardware", {"flavor": "t4-small"}), (COPY, "sleeptime", {"seconds": 3600})],
        ),
        (
            Duplicate("acme/echo", COPY, T4, sleep_seconds=NEVER),
            [(COPY, "sleeptime", {"seconds": -1})],
        ),
    ],
)
def test_the_code_runs_with_the_official_client(
    replay: Replay, environment: dict[str, str], wanted: Duplicate, settings: list[Any]
) -> None:
    code = render_duplicate(wanted) + 'print(client.predict(text="hi", api_name="/echo"))\n'
    environment["HF_TOKEN"] = TOKEN
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, env=environment, capture_output=True, timeout=120)
    assert done.stdout.decode().splitlines()[-1] == "hi", done.stderr.decode()
    assert [each["repository"] for each in replay.hub.duplicates] == [COPY]
    assert all(each in replay.hub.settings for each in settings), replay.hub.settings
    assert replay.hub.settings[-1] == settings[-1]


def test_huggingface_hub_reads_the_answers_of_the_replay(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    with use_replay(replay, monkeypatch):
        api = HfApi(token=TOKEN)
        names = [each.name for each in api.list_spaces_hardware()]
        made = api.duplicate_repo("acme/echo", repo_type="space", private=True)
        again = api.duplicate_repo("acme/echo", repo_type="space", exist_ok=True)
        stages = [api.get_space_runtime(COPY).stage for _ in range(3)]
    assert names == ["cpu-basic", "cpu-upgrade", "t4-small"]
    assert (made.repo_id, again.repo_id) == (COPY, COPY)
    assert stages[-1] == "RUNNING"


def space_pane(shown: Window) -> SpacePane:
    assert isinstance(shown.app.screen, FindPage)
    return shown.app.screen.space_pane


async def dialog_of(shown: Window) -> DuplicateDialog:
    """Open the dialog for the Space under the cursor, and wait until the prices stand there."""
    await shown.until(lambda: "acme/echo" in shown.text)
    await shown.pilot.press("down")
    await shown.until(lambda: "d duplicate" in shown.text.splitlines()[-1])
    assert space_pane(shown).card is not None
    await shown.pilot.press("d")
    await shown.until(lambda: "$0.40 an hour" in shown.text)
    assert isinstance(shown.app.screen, DuplicateDialog)
    return shown.app.screen


@pytest.fixture
def recent(replay: Replay, window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let acme/echo be a Space that was opened before, and the user be logged in."""
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    path = Path(os.environ["SPACETUI_DATA_DIR"])
    path.mkdir(parents=True)

    async def keep() -> None:
        store = Store(store_path(), print)
        await store.add_opened_app("acme/echo", "Echo")
        await store.aclose()

    asyncio.run(keep())


@pytest.mark.usefixtures("recent")
async def test_on_the_card_a_key_opens_the_dialog_and_only_the_second_yes_makes_it(
    replay: Replay, window: Callable[..., Any]
) -> None:
    replay.hub.spaces["acme/echo"].hardware = "t4-small"
    async with window() as shown:
        dialog = await dialog_of(shown)
        cost = dialog.query_one("#cost", Static)
        assert "acme/echo runs on t4-small" in shown.text
        assert str(cost.content) == "sleeps after 48 h without a call; it costs nothing"
        await shown.pilot.press("down", "down")
        words = "it costs $0.40 an hour while it is awake, at most $9.60 a day; billed to ada"
        await shown.until(lambda: str(cost.content).endswith(words))
        await shown.pilot.press("ctrl+r")
        await shown.until(lambda: "ctrl+r again makes ada/echo, private" in shown.text)
        assert posted(replay) == [], "nothing is made before the yes"
        await shown.pilot.press("ctrl+r")
        await shown.opened()
        assert replay.hub.duplicates == [PAID]
        assert shown.app.app_state.space.opened.card.id == COPY


@pytest.mark.usefixtures("recent")
async def test_what_is_changed_after_the_price_was_shown_is_asked_again(
    replay: Replay, window: Callable[..., Any]
) -> None:
    async with window() as shown:
        await dialog_of(shown)
        await shown.pilot.press("ctrl+r")
        await shown.until(lambda: "ctrl+r again" in shown.text)
        await shown.pilot.press("down")
        await shown.until(lambda: "ctrl+r again" not in shown.text)
        await shown.pilot.press("ctrl+r")
        await shown.until(lambda: "ctrl+r again" in shown.text)
        assert posted(replay) == []
        await shown.pilot.press("escape")
        await shown.pilot.pause()
        assert not isinstance(shown.app.screen, DuplicateDialog)
    assert posted(replay) == []


@pytest.mark.usefixtures("recent")
async def test_the_dialog_opens_an_existing_duplicate(
    replay: Replay, window: Callable[..., Any], replayed_url: str
) -> None:
    replay.add(ReplaySpace(COPY, app_url=replayed_url, private=True, owner_token=TOKEN))
    async with window() as shown:
        await dialog_of(shown)
        assert "ada/echo exists already; ctrl+r opens it" in shown.text
        await shown.pilot.press("ctrl+r")
        await shown.opened()
        assert shown.app.app_state.space.opened.card.id == COPY
    assert posted(replay) == []


@pytest.mark.usefixtures("recent")
async def test_the_dialog_copies_the_code_and_says_what_is_wrong(
    replay: Replay, window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(
        "spacetui.tui.app.SpacetuiApp.copy_text", lambda _, *text: copied.append(text[0])
    )
    replay.hub.replies[POST] = json_reply({"error": "no"}, 403, {"X-Error-Message": "no"})
    async with window() as shown:
        dialog = await dialog_of(shown)
        await shown.pilot.press("down", "ctrl+y")
        await shown.until(lambda: bool(copied))
        assert 'hardware="cpu-upgrade"' in copied[0] and 'os.environ["HF_TOKEN"]' in copied[0]
        dialog.query_one("#sleep", Input).value = "soon"
        await shown.until(lambda: "write minutes, or never" in shown.text)
        dialog.query_one("#sleep", Input).value = "never"
        await shown.until(lambda: "never sleeps" in shown.text)
        dialog.query_one("#name", Input).value = "a b"
        await shown.pilot.press("ctrl+r")
        await shown.until(lambda: "not a name of a Space" in shown.text)
        dialog.query_one("#name", Input).value = "mine"
        await shown.pilot.press("ctrl+r")
        await shown.until(lambda: "again makes ada/mine" in shown.text)
        await shown.pilot.press("ctrl+r")
        await shown.until(lambda: "does not let this token make a Space" in shown.text)


async def test_without_a_login_the_dialog_says_so(
    replay: Replay, window: Callable[..., Any], recent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    async with window(size=(80, 24)) as shown:
        await shown.until(lambda: "acme/echo" in shown.text)
        await shown.pilot.press("down")
        await shown.until(lambda: space_pane(shown).card is not None)
        await shown.pilot.press("d")
        await shown.until(lambda: "you are not logged in" in shown.text)


async def test_a_paused_space_offers_a_duplicate(
    replay: Replay, window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    replay.add(ReplaySpace("acme/paused", stages=["PAUSED"]))
    async with window("acme/paused") as shown:
        await shown.until(lambda: "duplicate it to your account" in shown.text)
        await go_to_actions(shown.pilot, shown.app)
        await shown.pilot.press("d")
        await shown.until(lambda: isinstance(shown.app.screen, DuplicateDialog))


async def test_a_call_without_quota_offers_a_duplicate(
    replay: Replay, window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, replayed_url: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    replay.add(ReplaySpace("acme/zero", app_url=replayed_url, hardware="zero-a10g"))
    async with window("acme/zero") as shown:
        await shown.opened()
        space = shown.app.app_state.space
        space.api_name = "/fail"
        space.values["/fail"] = {"title": "", "message": "You have exceeded your GPU quota"}
        await shown.page.view.show_space()
        await shown.ended()
        await shown.until(lambda: "duplicate it to your account" in shown.text)
        shown.page.view.result.actions.focus()
        await shown.pilot.press("d")
        await shown.until(lambda: "$0.40 an hour" in shown.text)
        assert "duplicate acme/zero" in shown.text
