"""The user's own languages: a text file with placeholders in the config folder, each.

A template is data and never code (security.md P18). `${field:writer}` becomes a part of the call as
a literal: `${api_name:python}`, `${values:json}`, `${value.prompt:shell}`. There is no writer that
leaves a text as it is, so that no value can become code. `$${` stands for `${` itself.

This module reads the folder; it is the only one of this package that opens files.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from spacetui.errors import UsageError
from spacetui.model.file_data import file_data
from spacetui.model.file_input import map_file_inputs
from spacetui.model.schema import Json, fill_slots
from spacetui.model.script import Script
from spacetui.snippets import LANGUAGES, Language
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.curl_json import JSON
from spacetui.snippets.javascript_literals import write_js_literal
from spacetui.snippets.literals import comment_text, write_literal
from spacetui.snippets.plan import Plan, PlannedStep, make_plan
from spacetui.snippets.python_literals import write_python_literal
from spacetui.snippets.shell_quoting import quote_shell_word

# Bytes of a template, and how many are read.
MAX_TEMPLATE, MAX_TEMPLATES = 100_000, 50
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,29}")
_PLACEHOLDER = re.compile(r"\$\$\{|\$\{([^}\n]*)\}?")


def _as_text(value: Json) -> str:
    return value if isinstance(value, str) else write_literal(value, JSON)


def _write_shell(value: Json) -> str:
    return quote_shell_word(_as_text(value))


def _write_comment(value: Json) -> str:
    return comment_text(_as_text(value), 200)


WRITERS: Mapping[str, Callable[[Json], str]] = {
    "python": write_python_literal,
    "javascript": write_js_literal,
    "json": lambda value: write_literal(value, JSON),
    "shell": _write_shell,
    "comment": _write_comment,
}
FIELDS: Mapping[str, Callable[[Plan, PlannedStep], Json]] = {
    "src": lambda plan, step: plan.source(step).src,
    "url": lambda plan, step: plan.source(step).url + plan.source(step).api_prefix,
    "title": lambda plan, step: plan.source(step).title,
    "api_name": lambda plan, step: step.endpoint.api_name,
    "fn_index": lambda plan, step: step.endpoint.fn_index,
    "values": lambda plan, step: {each.name: _value(each) for each in step.arguments},
    "data": lambda plan, step: _data(step),
}
# A field of this form is the value of one parameter.
VALUE = "value."
CANNOT = {"steps": "a template of your own is filled with one call"}


def render_template(template: str, script: Script) -> str:
    """Return a template filled with the call of `script`. Raises UsageError for what it lacks."""
    plan = make_plan(script, ())
    if not plan.steps:
        return "\n"
    step = plan.steps[-1]

    def fill(match: re.Match[str]) -> str:
        if match[1] is None:
            return "${"
        field, _, writer = match[1].partition(":")
        return WRITERS[writer](_field(field, plan, step))

    text = _PLACEHOLDER.sub(fill, template)
    return text if text.endswith("\n") else f"{text}\n"


def _field(field: str, plan: Plan, step: PlannedStep) -> Json:
    if not field.startswith(VALUE):
        return FIELDS[field](plan, step)
    name = field.removeprefix(VALUE)
    for each in step.arguments:
        if each.name == name:
            return _value(each)
    names = ", ".join(each.name for each in step.arguments) or "none"
    raise UsageError(
        f"the template wants the parameter {name!r}, which {step.endpoint.api_name} has not"[:200],
        hint=f"It has: {names}."[:200],
    )


def _data(step: PlannedStep) -> Json:
    """Return the values by position, with null for each hidden input."""
    return fill_slots(step.endpoint.input_slots, [_value(each) for each in step.arguments], None)


def _value(argument: Argument) -> Json:
    match argument.value:
        case MissingValue(empty=empty):
            return empty
        case SecretValue() | LinkedValue():
            raise UsageError(f"a template cannot write {argument.name}, which is a secret"[:200])
    return map_file_inputs(argument.value, lambda file: file_data(file.path))


# The folder.


def load_own_languages(folder: Path) -> tuple[str, ...]:
    """Add a row to LANGUAGES for each template in `folder`, and return what is wrong with others.

    A file `ruby.rb` is the language `ruby`. One that is broken does not keep the others from
    working. A language that was there before is read again; where its file is broken now, it
    stays as it was.
    """
    problems = []
    for path in _files_in(folder):
        try:
            language = _read(path)
        except UsageError as error:
            problems.append(str(error))
        else:
            LANGUAGES[language.name] = language
    return tuple(problems)


def _files_in(folder: Path) -> list[Path]:
    try:
        files = [each for each in folder.iterdir() if each.is_file() and each.name[0] != "."]
    except OSError:  # most users have no such folder
        return []
    return sorted(files)[:MAX_TEMPLATES]


def _read(path: Path) -> Language:
    """Return the language of a template. Raises UsageError with file and line."""
    name = path.stem
    own = [row for row in LANGUAGES.values() if not row.template]
    taken = {each for row in own for each in (row.name, *row.aliases)}
    if not _NAME.fullmatch(name) or not path.suffix or name in taken:
        raise UsageError(
            f"{path.name[:60]!r} gives no name to a language",
            hint="Name it like ruby.rb, in small letters, and not as one that there is.",
        )
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_TEMPLATE + 1)
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name!r} cannot be read: {error}"[:200]) from error
    if len(raw) > MAX_TEMPLATE:
        raise UsageError(f"{path.name!r} is too large for a template")
    for line, problem in _problems_in(text):
        raise UsageError(problem, where=f"{path.name}, line {line}")
    return Language(
        name,
        (),
        name[:8],
        _lexer_of(path.name),
        path.suffix,
        ".own_templates:render_template",
        "your own template",
        CANNOT,
        template=text,
    )


def _problems_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the problem of each placeholder that cannot be filled."""
    for match in _PLACEHOLDER.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match[1] is None:
            continue
        field, _, writer = match[1].partition(":")
        shown = comment_text(match[0], 60)
        if not match[0].endswith("}"):
            yield line, f"{shown} has no end; write $${{ for ${{ itself"
        elif field not in FIELDS and not field.startswith(VALUE):
            yield line, f"{shown} is no field; there are {', '.join(FIELDS)}, {VALUE}NAME"
        elif writer not in WRITERS:
            yield (
                line,
                f"{shown} names no writer; there are {', '.join(WRITERS)}",
            )


def _lexer_of(name: str) -> str:
    from pygments.lexers import find_lexer_class_for_filename

    lexer = find_lexer_class_for_filename(name)
    return str(lexer.aliases[0]) if lexer is not None and lexer.aliases else "text"
