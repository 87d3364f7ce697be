"""The chats of every version as turns, and their paths."""

from typing import Any

import pytest

from spacetui.model.chat_turns import ChatItem, ChatTurn, Step, turns_in
from spacetui.model.output_path import part_at
from spacetui.model.schema import Json

FILE: dict[str, Json] = {"path": "/tmp/out.webp", "meta": {"_type": "gradio.FileData"}}
OLD_FILE: dict[str, Json] = {"name": "/tmp/a.png", "is_file": True, "data": None, "alt_text": "a"}


def turns_of(value: list[Any]) -> list[ChatTurn]:
    return [turn for each in value for turn in turns_in(each) or []]


@pytest.mark.parametrize(
    "value",
    [
        [["hi", "yes"], ["more", None]],
        [
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": "yes"},
            {"role": "user", "content": "more"},
        ],
        [
            {
                "role": "user",
                "content": [{"type": "text", "text": "hi"}],
                "metadata": None,
                "options": None,
            },
            {"role": "assistant", "content": [{"type": "text", "text": "yes"}]},
            {"role": "user", "content": {"text": "more"}},
        ],
    ],
)
def test_a_chat_of_any_version_is_the_same_turns(value: list[Json]) -> None:
    said = [(turn.role, turn.items[0].text) for turn in turns_of(value)]

    assert said == [("user", "hi"), ("assistant", "yes"), ("user", "more")]


@pytest.mark.parametrize(
    "message",
    [
        ["hi", FILE],
        ["hi", OLD_FILE],
        [None, [FILE, "x"]],
        [None, {"file": FILE, "alt_text": "a"}],
        {"role": "user", "content": {"file": FILE, "alt_text": None}},
        {
            "role": "user",
            "content": [{"type": "text", "text": "t"}, {"type": "file", "file": FILE}],
        },
    ],
)
def test_paths_lead_to_the_texts_and_files_of_a_turn(message: Json) -> None:
    items = [item for turn in turns_in(message) or [] for item in turn.items]

    assert any(item.file for item in items)
    for item in items:
        assert part_at(message, item.path) == (item.file or item.text)


def test_a_step_of_a_tool_has_its_title_log_and_duration() -> None:
    metadata = {
        "title": "Search",
        "log": "3 hits",
        "duration": 1.23,
        "id": 1,
        "parent_id": "0",
        "status": "done",
    }
    message = {"role": "assistant", "content": "found", "metadata": metadata}

    [turn] = turns_in(message) or []
    assert turn.step == Step("Search", "3 hits", 1.23, "1", "0", is_done=True)
    no_steps: list[Json] = [None, {}, {"title": None}, {"duration": 1}, "x", {"log": 3}]
    for each in no_steps:
        assert turns_in({**message, "metadata": each}) == [
            ChatTurn("assistant", (ChatItem("found", ("content",)),))
        ]
    for odd in (-1, "1", True, 1e99, None):
        [turn] = turns_in({**message, "metadata": {**metadata, "duration": odd}}) or []
        assert turn.step is not None
        assert turn.step.duration is None


def test_options_are_said_and_other_shapes_are_no_turns() -> None:
    options = [{"value": "yes", "label": "Yes!"}, {"value": "no"}, "maybe", 3, {}]
    [turn] = turns_in({"role": "assistant", "content": "?", "options": options}) or []

    assert turn.options == ("Yes!", "no", "maybe")
    for other in (1, "x", None, {}, {"role": 1}, ["a"], ["a", "b", "c"]):
        assert turns_in(other) is None
