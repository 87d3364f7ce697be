"""What tests/live/apps/components.py sends for its outputs, and what is read on the screen."""

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any

from textual.pilot import Pilot
from textual.strip import Strip

from spacetui.cli.commands import run as run_command_line
from spacetui.hub.client import Hub
from spacetui.session.options import Options
from spacetui.session.session import Session
from spacetui.tui.app import SpacetuiApp
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.use.page import UsePage
from spacetui.tui.widgets.glyphs import glyphs
from tests.tui.app_driver import wait_for_live_form, wait_longer_until
from tests.tui.screen_text import screen_strips

# Cells. All views are on the screen at once.
ALL_ROWS = (120, 420)

# For each output of the app, what of its value is read on the screen.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "text": ("A line.", "Another line."),
    "number": ("4.25",),
    "slider": ("7",),
    "checkbox": ("true",),
    "group": ("One, Two",),
    "radio": ("Two",),
    "dropdown": ("One",),
    "multi": ("Two",),
    "color": ("#ff8800",),
    "moment": ("2026-11-27 10:52:00",),
    "code": ("def f(x):", "return x + 1"),
    "json": ("name", "lake", "64", "32", "none", "null"),
    "table": ("2 rows · 2 columns", "name", "size", "ant", "bee"),
    "markdown": ("Heading", "Some words."),
    "html": ("Title", "· first", "· second"),
    "image": ("png · 64×32",),
    "audio": ("wav · 1.0 s · 8 kHz · 16 kB",),
    "video": ("mp4", "clip.mp4"),
    "file": ("txt · 10 B", "notes.txt"),
    "files": ("2 files", "lake.png", "hill.png"),
    "upload": ("sent.txt",),
    "download": ("report.txt",),
    "gallery": ("2 pictures", "the lake", "the hill"),
    "model": ("obj", "ball.obj"),
    "editor": ("png · 64×32",),
    "pair": ("2 pictures",),
    "annotated": ("png · 64×32", "boat", "tree"),
    "chat": ("2 messages", "What", "lake", "cold", "deep"),
    "multimodal": ("see this", "lake.png"),
    "marked": ("PLACE", "ADJ", "The lake", "cold"),
    "label": ("cat", "75.0 %", "dog", "25.0 %"),
    "viewer": ("a: int = 1",),
    "explorer": ("components.py",),
    "plot": ("line plot · 3 points", "Plotted"),
    "line": ("line plot · 4 points",),
    "bar": ("bar plot · 4 points",),
    "scatter": ("4 points",),
    "series": ("3.5", "b"),
    "dialogue": ("Ann", "Hello.", "Tim", "Hi."),
    "button": ("Pressed",),
}
NOT_FOUND, BROKEN = "the file is gone", "not a picture, or a broken one"
# The same for the JSON of the other cases; an output without a row is null.
CASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "null": {},
    "wrong": dict.fromkeys(SHOWN, ("wrong type", "7")),
    "number": dict.fromkeys(SHOWN, ("12.5",)),
    "empty": {
        **dict.fromkeys(("text", "markdown", "code"), ("0 words",)),
        "html": ("0 B",),
        **dict.fromkeys(("group", "multi", "gallery", "files", "chat"), ("empty",)),
        **dict.fromkeys(("marked", "explorer", "dialogue"), ("empty",)),
        **dict.fromkeys(("line", "bar", "scatter"), ("there are no points to draw",)),
        "json": ("0 keys",),
        "table": ("0 rows · 2 columns", "name", "size"),
        "label": ("nothing",),
        "multimodal": ("0 words",),
        "viewer": ("0 parameters",),
        "pair": ("empty",),
    },
    "missing": {
        **dict.fromkeys(("image", "editor", "annotated"), ("gone.png", NOT_FOUND)),
        **dict.fromkeys(("audio", "video", "file", "files", "model"), ("gone.png",)),
        **dict.fromkeys(("upload", "download"), ("gone.png",)),
        **dict.fromkeys(("multimodal", "chat"), ("gone.png",)),
        "gallery": ("1 picture", "the lake"),
        "pair": ("2 pictures",),
    },
    "corrupt": {
        **dict.fromkeys(("image", "editor", "annotated"), ("corrupt.png", BROKEN)),
        **dict.fromkeys(("audio", "video", "file", "files", "model"), ("corrupt.png",)),
        **dict.fromkeys(("upload", "download", "multimodal", "chat"), ("corrupt.png",)),
        "gallery": ("1 picture", "the lake"),
        "pair": ("2 pictures",),
    },
}
NOTHING = ("null", "nothing")


async def connect() -> Session:
    return Session(Hub("http://127.0.0.1:9", use_saved_token=False), Options(use_saved_token=False))


def view_app(url: str) -> SpacetuiApp:
    return SpacetuiApp(connect, src=url)


async def choose_endpoint(pilot: Pilot[Any], page: UsePage, name: str) -> None:
    """Choose an endpoint by the keys of the list, and wait for the fields of its form."""
    page.view.side.endpoints.focus_first()
    assert page.space is not None
    space, form = page.space, page.view.form
    endpoints = {each.api_name: each for each in space.endpoints}
    await pilot.press(*["down"] * list(endpoints).index(name), "enter")
    count = len(endpoints[name].parameters)
    await wait_longer_until(
        pilot, lambda: space.api_name == name and len(list(form.fields)) == count
    )
    await pilot.pause()


async def run_call(pilot: Pilot[Any], app: SpacetuiApp, page: UsePage) -> None:
    """Press the key that runs the call, and wait until it has ended."""
    before = app.app_state.calls.recorded_count
    await pilot.press("ctrl+r")
    await wait_longer_until(pilot, lambda: app.app_state.calls.recorded_count == before + 1)
    assert page.space is not None and page.space.shown_call is not None
    state = page.space.shown_call.state
    assert state.failure is None, state.failure
    await pilot.pause()


async def enter_case(pilot: Pilot[Any], page: UsePage, case: str) -> None:
    """Type the name of a case in place of the one before."""
    (field,) = page.view.form.fields
    field.focus_editor()
    await pilot.press("home", "ctrl+k", *case)


def shown_text(strips: Sequence[Strip], page: UsePage, view: OutputView) -> str:
    """Return what the rows of the screen show of a view, as far as it is in the pane.

    Blanks and ends of lines are one blank each; a line that is folded is one.
    """
    seen = view.region.intersection(page.view.result.region)
    rows = strips[seen.y : seen.bottom]
    text = " ".join(strip.crop(seen.x, seen.right).text for strip in rows)
    return " ".join(text.split()).replace(f" {glyphs().wrap} ", "")


async def assert_views_show(
    pilot: Pilot[Any], app: SpacetuiApp, page: UsePage, wanted: Mapping[str, tuple[str, ...]]
) -> None:
    """Wait until each view shows the texts of its label; one without a row shows null."""
    views = dict(zip(labels_of(page), page.view.result.query(OutputView), strict=True))
    assert len(views) > 30
    absent: list[tuple[str, str]] = []

    def is_shown() -> bool:
        absent.clear()
        strips = screen_strips(app)
        for label, view in views.items():
            text = shown_text(strips, page, view)
            if label not in wanted and not any(each in text for each in NOTHING):
                absent.append((label, text))
            if not all(each in text for each in wanted.get(label, ())):
                absent.append((label, text))
        return not absent

    try:
        await wait_longer_until(pilot, is_shown)
    except AssertionError:
        raise AssertionError(absent) from None


def labels_of(page: UsePage) -> list[str]:
    """Return the label of each output as the app names them."""
    assert page.space is not None
    endpoint = next(each for each in page.space.endpoints if each.api_name == "/show")
    return [label_of(each.label, each.component) for each in endpoint.returns]


def label_of(label: str, component: str) -> str:
    """Return a label as the app names its components: a few have no label of their own."""
    return {"markdown": "markdown", "paramviewer": "viewer", "button": "button"}.get(
        component.lower(), label
    )


async def assert_what_is_sent_is_shown(url: str, null_if_empty: Sequence[str] = ()) -> None:
    """Drive the app through a call of each case, and read its screen.

    null_if_empty: outputs for which a version has no empty value.
    """
    app = view_app(url)
    async with app.run_test(size=ALL_ROWS) as pilot:
        page = await wait_for_live_form(pilot, app)
        await choose_endpoint(pilot, page, "/show")
        await run_call(pilot, app, page)
        await assert_views_show(pilot, app, page, SHOWN)
        await choose_endpoint(pilot, page, "/send")
        for case, wanted in CASES.items():
            await enter_case(pilot, page, case)
            await run_call(pilot, app, page)
            left_out = null_if_empty if case == "empty" else ()
            texts = {key: wanted[key] for key in wanted if key not in left_out}
            await assert_views_show(pilot, app, page, texts)


def assert_run_prints_what_is_sent(url: str) -> None:
    """Make the same calls by `run`: strict JSON gives the value, and the text what is in it."""
    sent = {case: _data_of(url, "/send", case) for case in (*CASES, "million")}
    count = len(sent["null"])
    assert sent["null"] == [None] * count
    assert sent["wrong"] == [{"odd": ["wrong type", 7]}] * count
    assert sent["number"] == [12.5] * count
    assert "gone.png" in json.dumps(sent["missing"])
    assert "corrupt.png" in json.dumps(sent["corrupt"])
    long = [each for each in sent["million"] if each is not None]
    assert len(long) > 8
    assert all(len(json.dumps(each)) > 1_000_000 for each in long)
    printed = run_cli("--no-history", "run", url, "/show")
    wanted = ("A line.", "4.25", "#ff8800", "return x + 1", "lake", "ant", "Heading")
    assert [each for each in wanted if each not in printed] == []


def _data_of(url: str, *args: str) -> list[Any]:
    last = json.loads(run_cli("--no-history", "run", url, "--json", *args).splitlines()[-1])
    assert last["event"] == "done"
    data: list[Any] = last["data"]
    return data


def run_cli(*args: str) -> str:
    """Run a command of the command line in this process, and return what it printed."""
    with redirect_stdout(io.StringIO()) as printed:
        code = run_command_line(args)
    assert code == 0, args
    return printed.getvalue()
