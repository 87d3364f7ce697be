"""Texts that an app has in several languages (gr.I18n, Gradio 5 and later) -> one text, English if it can be.

Source: gradio 6.31 i18n.py, I18nData: in config `__i18n__` and its JSON, inside a text; in /info an object.
"""

import json
from collections.abc import Mapping, Sequence

from spacetui.model.schema import Json

_MARK = "__i18n__"
_TYPE = "translation_metadata"
# Texts are joined from a few; more marks than this in one are left as they are.
_MAX_MARKS = 20


class Translations:
    """The translations of one app. `text` reads whatever stands where a text is wanted."""

    def __init__(self, config: Mapping[str, Json]) -> None:
        said = config.get("i18n_translations")
        languages = said if isinstance(said, dict) else {}
        self._languages: Sequence[Mapping[str, Json]] = [
            languages[name]
            for name in sorted(
                languages, key=lambda name: (name != "en", not str(name).startswith("en"))
            )
            if isinstance(languages[name], dict)
        ]

    def text(self, value: Json) -> str:
        """Give the text; of one in several languages, one; of what is no text, the empty one."""
        if isinstance(value, str):
            return self._joined(value) if _MARK in value else value
        if isinstance(value, Mapping):
            if _is_marked(value):
                return self._translated(value.get("key"))
            texts = (
                value.get("translations")
                if isinstance(value.get("translations"), Mapping)
                else value
            )
            for language in ("en", *(texts if isinstance(texts, Mapping) else ())):
                found = texts.get(language) if isinstance(texts, Mapping) else None
                if isinstance(found, str):
                    return found
        return ""

    def value(self, value: Json) -> Json:
        """Give a value as it is, but for one that is such a text: that is sent as the page shows it."""
        is_text = isinstance(value, str) or (isinstance(value, Mapping) and _is_marked(value))
        return self.text(value) if is_text else value

    def _joined(self, text: str) -> str:
        first, *rest = text.split(_MARK, _MAX_MARKS)
        parts = [first]
        for part in rest:
            try:
                marked, end = json.JSONDecoder().raw_decode(part)
            except (ValueError, RecursionError):
                marked, end = None, 0
            if isinstance(marked, dict) and _is_marked(marked):
                parts += [self._translated(marked.get("key")), part[end:]]
            else:  # somebody's own text
                parts += [_MARK, part]
        return "".join(parts)

    def _translated(self, key: Json) -> str:
        """Give the text of a key: the key itself where no language has it, as the page shows it."""
        if not isinstance(key, str):
            return ""
        found = (each.get(key) for each in self._languages)
        return next((each for each in found if isinstance(each, str)), key)


def _is_marked(value: Mapping[str, Json]) -> bool:
    return _TYPE in (value.get("__type__"), value.get("_type"))
