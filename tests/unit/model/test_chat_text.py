"""A chat as text: turns that begin with their role, in each form that apps take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model.chat_text import (
    ROLES,
    ChatForm,
    Turn,
    chat_form,
    chat_text,
    chat_value,
    read_turns,
)
from spacetui.model.schema import Json

STRING = {"type": "string"}
PART = {"type": "object", "properties": {"text": STRING, "type": STRING}, "required": ["text"]}


def messages(content: Json) -> Json:
    message = {
        "type": "object",
        "properties": {"role": STRING, "content": content},
        "required": ["role", "content"],
    }
    return {"type": "array", "items": {"$ref": "#/$defs/Message"}, "$defs": {"Message": message}}


PAIR = {"type": "array", "maxItems": 2, "minItems": 2, "items": {"type": ["string", "null"]}}


@pytest.mark.parametrize(
    ("schema", "form"),
    [
        ({}, ChatForm.PAIRS),
        ({"type": {}, "description": "any valid json"}, ChatForm.PAIRS),
        ({"type": "array", "items": PAIR}, ChatForm.PAIRS),
        (messages({"anyOf": [STRING, PART]}), ChatForm.MESSAGES),
        (messages({"type": "array", "items": PART}), ChatForm.PARTS),
    ],
)
def test_the_schema_tells_the_form(schema: Json, form: ChatForm) -> None:
    assert chat_form(schema) is form


TEXT = "system: be brief\nuser: hello\nassistant: hi\n\n  there: you"


def test_a_turn_begins_with_its_role_and_has_as_many_lines_as_it_needs() -> None:
    turns = [
        Turn("system", "be brief"),
        Turn("user", "hello"),
        Turn("assistant", "hi\n\n  there: you"),
    ]
    assert read_turns(TEXT) == turns
    assert chat_text(chat_value(turns, ChatForm.PARTS)) == TEXT
    with pytest.raises(ValueError, match="begins with a role: user: hello"):
        read_turns("hello")


def test_pairs_are_of_user_and_assistant() -> None:
    turns = read_turns("assistant: hello\nuser: a\nuser: b\nassistant: c")
    assert chat_value(turns, ChatForm.PAIRS) == [[None, "hello"], ["a", None], ["b", "c"]]
    assert chat_text([[None, "hello"], ["a", None], ["b", "c"]]) is not None
    with pytest.raises(ValueError, match="user and assistant only"):
        chat_value([Turn("system", "x")], ChatForm.PAIRS)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "hi",
        [["a", "b", "c"]],
        [["a", {"file": 1}]],
        [{"role": "tool", "content": "x"}],
        [{"role": "user", "content": "x", "metadata": {"title": "thought"}}],
        [{"role": "user", "content": [{"type": "file", "file": {}}]}],
        [{"role": "user", "content": "a\nuser: b"}],
    ],
)
def test_a_chat_with_more_than_turns_of_text_is_no_text(value: Json) -> None:
    assert chat_text(value) is None


@given(st.lists(st.tuples(st.sampled_from(ROLES), st.text("ab:\n user", max_size=12))))
def test_a_chat_comes_back_from_its_text(pairs: list[tuple[str, str]]) -> None:
    turns = [Turn(*each) for each in pairs]
    for form in (ChatForm.MESSAGES, ChatForm.PARTS):
        value = chat_value(turns, form)
        text = chat_text(value)
        if text:
            assert chat_value(read_turns(text), form) == value
