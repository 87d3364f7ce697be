"""Texts in several languages, as Gradio 5.50 and 6.31 sent them."""

from typing import Any

import pytest

from spacetui.model.schema import MISSING
from spacetui.wire.schema.parse import parse_app
from spacetui.wire.schema.translations import Translations

LANGUAGES = {
    "de": {"name": "Name (de)", "only": "nur"},
    "en": {"name": "Your name", "title": "My title"},
}
# A label in config, in /info.
IN_CONFIG = '__i18n__{"__type__": "translation_metadata", "key": "%s"}'
IN_INFO = {"key": "name", "_type": "translation_metadata"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        (IN_CONFIG % "name", "Your name"),
        (IN_INFO, "Your name"),
        (IN_CONFIG % "only", "nur"),
        (IN_CONFIG % "nobody has it", "nobody has it"),
        (f"1. {IN_CONFIG % 'name'} ({IN_CONFIG % 'title'})", "1. Your name (My title)"),
        ({"en": "one", "de": "eins"}, "one"),
        ({"fr": "un"}, "un"),
        ("__i18n__", "__i18n__"),
        ("__i18n__{", "__i18n__{"),
        ('__i18n__{"a": 1} b', '__i18n__{"a": 1} b'),
        ("__i18n__" + "[" * 100_000, "__i18n__" + "[" * 100_000),
        ({"key": ["name"], "_type": "translation_metadata"}, ""),
        (None, ""),
        (3, ""),
        ([IN_INFO], ""),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_a_text_is_english_where_there_is_an_english_one(value: Any, text: str) -> None:
    assert Translations({"i18n_translations": LANGUAGES}).text(value) == text


def test_a_value_stays_itself_unless_it_is_such_a_text() -> None:
    texts = Translations({"i18n_translations": LANGUAGES})
    for value in (
        "plain",
        3,
        None,
        MISSING,
        ["en"],
        {"en": "one"},
        {"text": IN_CONFIG, "files": []},
    ):
        assert texts.value(value) is value
    assert texts.value(IN_INFO) == texts.value(IN_CONFIG % "name") == "Your name"


@pytest.mark.parametrize(
    "languages", [None, [], "en", {}, {"en": None}, {"en": {"name": 3}}, {3: {}}]
)
def test_without_translations_the_key_is_the_text(languages: Any) -> None:
    assert Translations({"i18n_translations": languages}).text(IN_INFO) == "name"


def test_label_placeholder_hint_choices_and_title_are_translated() -> None:
    marked = IN_CONFIG % "name"
    props = {"label": marked, "placeholder": marked, "info": marked, "choices": [[marked, "n"]]}
    config = {
        "version": "6.31.0",
        "protocol": "sse_v3",
        "title": IN_CONFIG % "title",
        "i18n_translations": LANGUAGES,
        "components": [{"id": 1, "type": "dropdown", "props": props}],
        "dependencies": [{"id": 0, "inputs": [1], "outputs": [1], "api_name": "go"}],
    }
    entry = {
        "parameters": [{"label": IN_INFO, "parameter_name": "x"}],
        "returns": [{"label": IN_INFO}],
    }
    app = parse_app("u", config, {"named_endpoints": {"/go": entry}})
    (parameter,), (return_,) = app.endpoints[0].parameters, app.endpoints[0].returns
    assert app.title == "My title"
    assert {parameter.label, parameter.placeholder, parameter.info, return_.label} == {"Your name"}
    assert parameter.choices is not None
    assert (parameter.choices[0].label, parameter.choices[0].value) == ("Your name", "n")
