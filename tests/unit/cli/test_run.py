"""What `run` prints: the report for users, and a note when the server is silent."""

import asyncio
import json
from typing import Any, cast

import pytest

from spacetui.cli import follow_call
from spacetui.cli.follow_call import watch
from spacetui.cli.pick_report import PickReport
from spacetui.cli.run_reports import TextReport
from spacetui.errors import BadValue
from spacetui.model.events import Completed, Log, Partial
from spacetui.model.run import RunState
from spacetui.model.schema import Endpoint, Return

META = {"_type": "gradio.FileData"}


class SilentCall:
    """A call whose server is silent; reading `silence` returns the next number."""

    elapsed = 0.0
    state = RunState()

    def __init__(self, silences: list[float], done: asyncio.Event) -> None:
        self._silences = silences
        self._done = done

    @property
    def silence(self) -> float:
        if len(self._silences) == 1:
            self._done.set()
            return self._silences[0]
        return self._silences.pop(0)


class NoteReport:
    """A report that keeps its notes."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def refresh(self, state: RunState, now: float) -> None:
        """Draw nothing."""

    def print_note(self, text: str) -> None:
        self.notes.append(text)


async def test_a_silence_is_noted_once_until_the_server_sends_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(follow_call, "TICK", 0.0)
    done = asyncio.Event()
    # A check may read the silence twice: to compare it, and to print it.
    live = SilentCall([1, 59, 61, 61, 62, 63, 2, 64, 64, 65, 1], done)
    report = NoteReport()

    ticking = asyncio.ensure_future(watch(cast(Any, live), cast(Any, report)))
    await asyncio.wait_for(done.wait(), 5)
    ticking.cancel()
    assert report.notes == [
        "no data for 61 s; the call goes on (Ctrl-C ends it)",
        "no data for 64 s; the call goes on (Ctrl-C ends it)",
    ]


def printed(capsys: pytest.CaptureFixture[str], returns: int, *events: Any) -> tuple[str, str]:
    report = TextReport(
        Endpoint("/f", 0, returns=tuple(Return(f"out {n}") for n in range(returns)))
    )
    state = RunState()
    for event in events:
        state = state.after(event, 0.0)
        if isinstance(event, Completed):
            report.print_result(event, list(event.data), are_local=False)
        else:
            report.print_event(event, state)
    out, err = capsys.readouterr()
    return out, err


PICKED = [{"image": {"path": "/a.png", "url": "http://u/a.png", "meta": META}, "caption": None}]


def test_picked_parts_are_printed_as_json_and_files_as_they_are_given_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = PickReport(["/1/0/image", "/0", "/1"])
    state = RunState()
    report.print_event(Partial(("a",)), state)
    report.print_event(Log("info", "soon"), state)
    report.print_result(Completed(("it's 漢", PICKED), 1.0), ["it's 漢", PICKED], are_local=True)
    out, err = capsys.readouterr()
    file = {"path": "/a.png", "orig_name": "a.png", "meta": META}
    assert [json.loads(line) for line in out.splitlines()] == [
        file,
        "it's 漢",
        [{"image": file, "caption": None}],
    ]
    assert (out.isascii(), err) == (True, "info: soon\n")


def test_a_part_that_is_not_there_prints_nothing_and_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(BadValue, match="the app gave nothing at '/1/0'"):
        PickReport(["/0", "/1/0"]).print_result(Completed(("a",), 1.0), ["a"], are_local=False)
    assert capsys.readouterr().out == ""


def test_a_growing_text_is_printed_as_it_grows_and_not_repeated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    events = (Partial(("a",)), Partial(("a b",)), Partial(("a b",)), Completed(("a b c",), 1.0))
    assert printed(capsys, 1, *events) == ("a b c\n", "")


def test_a_text_that_changes_is_printed_whole_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, _ = printed(
        capsys,
        1,
        Partial(("abc",)),
        Partial(("abX",)),
        Partial(("abXd",)),
        Completed(("abXd",), 1.0),
    )
    assert out == "abc\nabXd\n"


def test_several_outputs_stand_under_their_labels(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = printed(
        capsys,
        3,
        Completed(("two\nlines", 5, {"path": "/x", "url": "http://u", "meta": META}), 1.0),
    )
    assert out == "out 0:\ntwo\nlines\nout 1: 5\nout 2: http://u\n"


@pytest.mark.parametrize(
    "value",
    [
        {"video": {"path": "/v.mp4", "url": "http://u/v.mp4", "meta": META}, "subtitles": None},
        {
            "path": "s/1/6",
            "is_stream": True,
            "url": "http://u/v.mp4",
        },  # streamed, before Gradio 4.44
        {
            "name": "s/1/6",
            "is_stream": True,
            "is_file": False,
            "url": "http://u/v.mp4",
        },  # and by Gradio 3
        {"name": "/v.mp4", "is_file": True, "data": None, "url": "http://u/v.mp4"},
    ],
)
def test_a_file_of_any_version_is_printed_as_its_url(
    capsys: pytest.CaptureFixture[str], value: Any
) -> None:
    assert printed(capsys, 1, Completed((value,), 1.0)) == ("http://u/v.mp4\n", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            {
                "video": {"path": "/v.mp4", "url": "http://u/v.mp4", "meta": META},
                "subtitles": {"path": "/w.vtt", "url": "http://u/w.vtt", "meta": META},
            },
            "http://u/v.mp4\nsubtitles: http://u/w.vtt\n",
        ),
        (
            [
                {"name": "/v.mp4", "is_file": True, "data": None, "url": "http://u/v.mp4"},
                {"name": None, "is_file": False, "data": "data:text/vtt;base64,QQ=="},
            ],
            "http://u/v.mp4\n"
            "subtitles: file.vtt (its content is in the value; --download saves it)\n",
        ),
        (
            [{"name": "/v.mp4", "is_file": True, "data": None, "url": "http://u/v.mp4"}, None],
            "http://u/v.mp4\n",
        ),
    ],
)
def test_the_subtitles_of_a_video_stand_under_it(
    capsys: pytest.CaptureFixture[str], value: Any, text: str
) -> None:
    assert printed(capsys, 1, Completed((value,), 1.0)) == (text, "")


def test_logs_go_to_stderr_and_so_does_a_note_if_there_is_no_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, err = printed(capsys, 0, Log("warning", "care\x1b[2J", "T"), Completed((), 1.0))
    assert (out, err) == ("", "warning: T: care\\x1b[2J\ndone; it gives nothing back\n")
