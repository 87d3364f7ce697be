"""What ZeroGPU says when a call gets no GPU: the kind of failure, when to try again, what helps."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacetui.tui.use.call_report import status_content
from spacetui.wire.calls.app_failure import app_failure
from tests.cli_result import Cli
from tests.replay.conftest import TOKEN
from tests.replay.hub import fact
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace

DAY = 24 * 3600.0
# Of each row of facts/zerogpu_error_texts.json, in its order: words of it, the kind, and the
# seconds until it is worth trying again. quota is for what does not come back before long. Too many
# credits in use is busy: it ends with the user's own running calls.
ROWS = [
    ("exceeded your GPU quota", "quota", None),
    ("retry in 0:09:48", "quota", 9 * 60 + 48.0),
    ("60s requested vs. 56s left", "quota", None),
    ("60s requested vs. 57s left", "quota", None),
    ("Unlogged user", "quota", None),
    ("exceeded your runs limit", "quota", None),
    ("exceeded your runs limit", "quota", None),
    ("has reached its GPU limit", "quota", None),
    ("Try again in 23:41:07", "quota", 23 * 3600 + 41 * 60 + 7.0),
    ("Try again in 1 day, 0:00:00", "quota", DAY),
    ("exceeded your ZeroGPU runs limit", "quota", None),
    ("too many ZeroGPU credits", "busy", None),
    ("larger than the maximum allowed", "app", None),
    ("No GPU was available after 60s. <a", "busy", None),
    ("No GPU is currently available for you", "busy", None),
    ("No GPU is currently available", "busy", None),
    ("No GPU was available", "busy", None),
    ("Expired ZeroGPU proxy token", "app", None),
    ("GPU task aborted", "app", None),
    ("RuntimeError", "app", None),
    ("No GPU was available after 60s. Try re-running", "busy", None),
]
TEXTS = fact("zerogpu_error_texts")
CASES = [(each, *row) for each, row in zip(TEXTS, ROWS, strict=True)]
EXIT_CODES = {"quota": 4, "busy": 3, "app": 1}
# Rows that run against a real Gradio app: a quota in HTML, one with a time, two of a missing GPU
# (one under the title of a quota), and one that has nothing to do with either.
LIVE = (3, 9, 11, 20, 18)


@pytest.fixture
def zero(replay: Replay, replayed_url: str) -> str:
    """Return the id of a public Space that runs on ZeroGPU."""
    replay.add(ReplaySpace("acme/zero", app_url=replayed_url, hardware="zero-a10g"))
    return "acme/zero"


@pytest.mark.parametrize(("sent", "words", "kind", "seconds"), CASES)
def test_each_text_has_its_kind_its_time_and_no_html(
    sent: dict[str, str], words: str, kind: str, seconds: float | None
) -> None:
    assert words in sent["error"]
    failure = app_failure(sent, quoted=False)
    assert (failure.kind, failure.retry_after) == (kind, seconds)
    assert "<" not in f"{failure.message}{failure.details}{failure.hint}"
    assert failure.message.startswith(sent["error"].split("<")[0].strip())


@pytest.mark.parametrize("sent", TEXTS)
def test_gradio_4_quotes_the_same_texts_and_sends_no_title(sent: dict[str, str]) -> None:
    texts_that_need_their_title = ("GPU task aborted", "RuntimeError")
    with_title = app_failure(sent, quoted=False)
    quoted = app_failure({"error": repr(sent["error"])}, quoted=True)
    assert quoted.kind == with_title.kind or sent["error"] in texts_that_need_their_title


@pytest.mark.parametrize("text", ["the quota of a bank", "retry in 0:09:48", "GPU limit of 3"])
def test_an_app_may_speak_of_quotas_itself(text: str) -> None:
    failure = app_failure({"error": text, "title": "Error"}, quoted=False)
    assert (failure.kind, failure.retry_after) == ("app", None)


@pytest.mark.parametrize(("sent", "words", "kind", "seconds"), [CASES[each] for each in LIVE])
def test_the_exit_code_and_the_line_of_a_real_call(
    zero: str, cli: Cli, sent: dict[str, str], words: str, kind: str, seconds: float | None
) -> None:
    args = (f"title={sent['title']}", f"message={sent['error']}")
    done = cli("run", zero, "/fail", *args)
    assert done.code == EXIT_CODES[kind], done.err
    assert "<" not in done.err
    assert sent["error"].split("<")[0].strip() in done.err
    last = cli("run", zero, "/fail", *args, "--json").lines[-1]
    assert (last["kind"], last.get("retry_after")) == (kind, seconds)


def test_a_batch_stops_at_the_quota_and_says_when_it_goes_on(
    zero: str, cli: Cli, tmp_path: Path
) -> None:
    rows, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    sent = [{"title": "Error", "message": "an error of the app"}]
    sent += [{"title": TEXTS[8]["title"], "message": TEXTS[8]["error"]}] * 2
    rows.write_text("\n".join(map(json.dumps, sent)))
    done = cli("batch", zero, "/fail", "--rows", str(rows), "--out", str(out))
    assert done.code == 4
    last = done.err.splitlines()[-1]
    assert "nothing more is sent: " in last and "It can go on in 23 h 41 min, at " in last
    (line,) = map(json.loads, out.read_text().splitlines())
    assert (line["row"], line["error"]["kind"]) == (1, "app")


QUOTA = ("title=ZeroGPU quota exceeded", "message=You have exceeded your GPU quota")


@pytest.mark.parametrize(
    ("hardware", "token", "option", "advice"),
    [
        ("zero-a10g", "", (), "A login has a quota of its own: `hf auth login`, or --token."),
        ("zero-a10g", TOKEN, (), "This is the quota of your login; `spacetui quota` shows it."),
        ("t4-small", TOKEN, (), "--hf-token-to-space sends yours to this Space."),
        ("t4-small", TOKEN, ("--hf-token-to-space",), "This is the quota of your login"),
    ],
)
def test_the_hint_knows_whether_a_login_was_used(
    replay: Replay,
    zero: str,
    cli: Cli,
    environment: dict[str, str],
    hardware: str,
    token: str,
    option: tuple[str, ...],
    advice: str,
) -> None:
    replay.hub.spaces[zero].hardware = hardware
    if token:
        environment["HF_TOKEN"] = token
    done = cli("run", zero, "/fail", *QUOTA, *option)
    assert done.code == 4
    assert advice in done.err.splitlines()[-1]


def test_an_app_that_is_no_space_is_given_no_advice_about_the_hub(
    cli: Cli, replayed_url: str
) -> None:
    done = cli("run", replayed_url, "/fail", *QUOTA)
    assert done.code == 4
    assert "login" not in done.err


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (3, ("No ZeroGPU quota left.", "log in")),
        (20, ("No GPU is free now.", "wait, then run")),
    ],
)
async def test_the_result_pane_names_the_cause_and_offers_what_helps(
    zero: str, window: Callable[..., Any], row: int, words: tuple[str, ...]
) -> None:
    async with window(zero) as shown:
        await shown.opened()
        space = shown.app.app_state.space
        space.api_name = "/fail"
        title, message = TEXTS[row]["title"], TEXTS[row]["error"]
        space.values["/fail"] = {"title": title, "message": message}
        await shown.page.view.show_space()
        await shown.ended()
        await shown.until(lambda: all(each in shown.text for each in words))
        assert shown.run is not None
        report = status_content(shown.run, None, 60).plain
        assert message[:30] in report.replace("\n", " ")
        assert "href" not in report
