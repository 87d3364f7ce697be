"""What is typed into a field arrives at the server: each echo gives back what its function got."""

from pathlib import Path
from typing import Any

import pytest
from textual import events

from spacetui.model.events import Completed
from spacetui.model.file_data import files_within, name_of
from spacetui.model.schema import MISSING, Json
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.input_field import InputField
from spacetui.wire.connection import Connection
from tests.live.connection_driver import endpoint, run
from tests.live.sample_files import SAMPLES
from tests.soak_after import soak_after
from tests.tui.widget_host import WidgetHost

pytestmark = pytest.mark.live


async def sent(connection: Connection, name: str, typed: str, *keys: str) -> Json:
    """Return what an echo gives for a text that is typed into its empty field, and for keys."""
    (parameter,) = endpoint(connection, name).parameters
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, InputField)
        field.set_value(MISSING)
        field.focus_editor()
        await pilot.pause()
        assert app.focused is not None
        app.focused.post_message(events.Paste(typed))
        await pilot.press(*keys)
        await pilot.pause()
        assert field.problem() is None
        value = field.value()
    *_, last = await run(connection, name, **{parameter.name: value})
    assert isinstance(last, Completed), last
    return last.data[0]


CHAT = [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "hi\nthere"}]


def texts_of(chat: Any) -> list[Json]:
    return [
        {"role": each["role"], "content": "".join(part["text"] for part in each["content"])}
        for each in chat
    ]


async def test_the_turns_of_a_chat_arrive(everything: Connection) -> None:
    chat = await sent(everything, "/echo_chatbot", "user: hello\nassistant: hi\nthere")
    assert texts_of(chat) == CHAT


async def test_pictures_arrive_with_their_captions(everything: Connection, tmp_path: Path) -> None:
    for name in ("a.png", "b c.png"):
        (tmp_path / name).write_bytes(SAMPLES[".png"])
    lines = f"{tmp_path}/a.png | the lake\n{tmp_path}/b c.png"
    given = await sent(everything, "/echo_gallery", lines)
    assert [each["caption"] for each in given] == ["the lake", None]
    assert [name_of(file) for file in files_within(given)] == ["a.png", "b c.png"]


async def test_the_two_pictures_of_a_slider_arrive(everything: Connection, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(SAMPLES[".png"])
    given = await sent(everything, "/echo_imageslider", f"{tmp_path}/a.png {tmp_path}/b.png")
    assert [name_of(file) for file in files_within(given)] == ["a.png", "b.png"]


async def test_the_chosen_sample_arrives(everything: Connection) -> None:
    assert await sent(everything, "/choose_sample", "Ti", "enter") == ["Tim", 3]


@pytest.mark.parametrize(
    ("name", "typed", "arrived"),
    soak_after(
        2,
        [
            ("/echo_datetime", "2026-11-27 10:52:00", "2026-11-27 10:52:00"),
            ("/echo_color", "#ff8800", "#ff8800"),
            ("/echo_code", "print('x')\nprint(2)", "print('x')\nprint(2)"),
            ("/echo_timer", "2.5", 2.5),
        ],
    ),
)
async def test_a_value_arrives(
    everything: Connection, name: str, typed: str, arrived: Json
) -> None:
    assert await sent(everything, name, typed) == arrived


async def test_a_table_arrives_with_its_headers(everything: Connection) -> None:
    keys = ("end", "enter", "!", "enter", "right", "enter", "x", "enter", "+", "enter", "y")
    table = await sent(everything, "/echo_dataframe", "p\tq\n1\ttwo\n3\t", *keys)
    assert table["headers"] == ["p", "q"]
    assert table["data"] == [["1", "two"], ["3!", "x"], ["y", None]]
