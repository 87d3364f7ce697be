"""Code, in several lines; the note says where JSON or Python is wrong, and it is sent as it is."""

import ast
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache

from spacetui.model.typed_text import parse_json
from spacetui.tui.inputs.text_fields import TypedField
from spacetui.tui.widgets.glyphs import glyphs

# Characters. Longer code is not checked, since each key would wait for it.
MAX_CHECKED = 20_000


class CodeField(TypedField):
    """Code in the language of the component. A function may want what is no program yet."""

    is_multiline = True

    def type_note(self) -> str:
        language = self.parameter.props.get("language")
        if not isinstance(language, str) or not language:
            return "code"
        problem = code_problem(self.text, language) if self.entry.is_edited else ""
        if problem:
            return f"{language} {glyphs().dot} {problem}"
        return language


@lru_cache(maxsize=16)
def code_problem(text: str, language: str) -> str:
    """Return where code is wrong, `line 3: invalid syntax`; empty if it is not, or not checked."""
    check = _CHECKS.get(language)
    if check is None or not text.strip() or len(text) > MAX_CHECKED:
        return ""
    return check(text)


def _json_problem(text: str) -> str:
    try:
        parse_json(text)
    except ValueError as error:
        return str(error)
    return ""


def _python_problem(text: str) -> str:
    try:
        with warnings.catch_warnings():  # of an odd escape, which would be written over the page
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return str(error) or "nested too deep"
    return ""


_CHECKS: Mapping[str, Callable[[str], str]] = {"json": _json_problem, "python": _python_problem}
