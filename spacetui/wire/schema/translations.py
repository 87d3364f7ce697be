"""Texts in several languages (gr.I18n, since Gradio 5) -> one text, English if it can be.

Source: gradio 6.31 i18n.py, I18nData. In config a text holds `__i18n__` and JSON; in /info an
object stands in place of the text.
"""

import json
from collections.abc import Mapping, Sequence

from spacetui.model.json_values import as_object
from spacetui.model.schema import Json

MARK = "__i18n__"
_TYPE = "translation_metadata"
# Marks replaced in one text; texts are joined from a few.
_MAX_MARKS = 20


class Translations:
    """The translations of one app. `text` reads whatever stands in place of a text."""

    def __init__(self, config: Mapping[str, Json]) -> None:
        languages = as_object(config.get("i18n_translations"))
        self._languages: Sequence[Mapping[str, Json]] = [
            languages[name]
            for name in sorted(languages, key=_english_first)
            if isinstance(languages[name], dict)
        ]

    def text(self, value: Json) -> str:
        """Return the text, in one language if it has several; an empty one for what is no text."""
        if isinstance(value, str):
            return self._join(value) if MARK in value else value
        if not isinstance(value, Mapping):
            return ""
        if _is_marked(value):
            return self._translate(value.get("key"))
        texts = value.get("translations")
        if not isinstance(texts, Mapping):
            texts = value
        found = (texts.get(language) for language in ("en", *texts))
        return next((each for each in found if isinstance(each, str)), "")

    def value(self, value: Json) -> Json:
        """Return a value as it is; a text in several languages is sent as the page shows it."""
        is_text = isinstance(value, str) or (isinstance(value, Mapping) and _is_marked(value))
        return self.text(value) if is_text else value

    def _join(self, text: str) -> str:
        first, *rest = text.split(MARK, _MAX_MARKS)
        parts = [first]
        for part in rest:
            marked, end = _parse_head(part)
            if isinstance(marked, dict) and _is_marked(marked):
                parts += [self._translate(marked.get("key")), part[end:]]
            else:  # the mark is part of the app's own text
                parts += [MARK, part]
        return "".join(parts)

    def _translate(self, key: Json) -> str:
        """Return the text of a key; as on the page, the key itself where no language has it."""
        if not isinstance(key, str):
            return ""
        found = (each.get(key) for each in self._languages)
        return next((each for each in found if isinstance(each, str)), key)


def _english_first(language: Json) -> tuple[bool, bool]:
    return language != "en", not str(language).startswith("en")


def _parse_head(text: str) -> tuple[Json, int]:
    """Parse the JSON that `text` begins with; return it and where it ends."""
    try:
        return json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None, 0


def _is_marked(value: Mapping[str, Json]) -> bool:
    return _TYPE in (value.get("__type__"), value.get("_type"))
