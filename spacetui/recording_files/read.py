"""The text of a recording file -> what it says. A wrong file is an error that says what to write.

The file may be a stranger's: it is data, every part of it is checked, and nothing is opened here.
"""

import re
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from spacetui.model.drift import EndpointShape
from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, Json
from spacetui.recording_files.document import (
    FORMAT,
    VARIABLE_PREFIX,
    FileLink,
    FileStep,
    RecordingFile,
)
from spacetui.recording_files.field_checks import (
    FileError,
    read_json,
    refuse_unknown,
    tables_at,
    text_at,
)
from spacetui.recording_files.read_schemas import read_schemas
from spacetui.recording_files.toml_text import MAX_DEPTH

# How many names an error lists.
MAX_NAMED = 20
# Characters of a file.
MAX_FILE = 10_000_000
_STEP_KEYS = ("name", "src", "api_name", "note", "state", "oauth_token", "inputs")
_VARIABLE = re.compile(rf"{VARIABLE_PREFIX}[A-Z0-9_]+")


def read_document(text: str, file: str) -> RecordingFile:
    """Return what a recording file says. file: its name, for errors. Raises FileError."""
    document = _parse(text, file)
    refuse_unknown(document, ("format", "step", "schema"), file)
    if document.get("format", FORMAT) != FORMAT:
        raise FileError(
            f"a recording of format {document['format']!r}, which this spacetui does not know"[
                :120
            ],
            where=file,
            hint="Use a newer spacetui.",
        )
    shapes = dict(read_schemas(document.get("schema", []), file))
    steps: dict[str, FileStep] = {}
    for number, table in enumerate(tables_at(document.get("step", []), "step", file), 1):
        step = _StepReader(table, number, file, steps).read(shapes)
        steps[step.name] = step
    if not steps:
        raise FileError("no step in it", where=file, hint="Write [[step]] with src and api_name.")
    return RecordingFile(tuple(steps.values()))


def _parse(text: str, file: str) -> dict[str, Any]:
    import tomllib

    if len(text) > MAX_FILE:
        raise FileError("too large for a recording", where=file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at line ")
        line = place.partition(",")[0].rstrip(")")
        where = f"{file}, line {line}" if line.isdigit() else file
        raise FileError(f"not TOML: {message}", where=where) from error
    except (RecursionError, ValueError) as error:
        raise FileError("not TOML: nested too deep, or a number too long", where=file) from error


class _StepReader:
    """Reads one step. earlier: the names of those before it."""

    def __init__(
        self, table: Mapping[str, Any], number: int, file: str, earlier: Collection[str]
    ) -> None:
        self.table = table
        self.earlier = earlier
        name = table.get("name")
        called = f" ({name})" if isinstance(name, str) and name else ""
        self.where = f"{file}, step {number}{called}"[:200]
        self.default_name = f"step_{number}"

    def read(self, shapes: Mapping[tuple[str, str], EndpointShape]) -> FileStep:
        table, where = self.table, self.where
        refuse_unknown(table, _STEP_KEYS, where)
        src = text_at(table, "src", where, is_wanted=True)
        api_name = text_at(table, "api_name", where, is_wanted=True)
        if not api_name.startswith(("/", "#")):
            api_name = f"/{api_name}"
        inputs = table.get("inputs", {})
        if not isinstance(inputs, dict):
            raise FileError("inputs is no table", where=where, hint="Write [step.inputs].")
        links = {key: self.link(key, each) for key, each in inputs.items() if _is_link(each)}
        variables = {
            key: self.variable(key, each) for key, each in inputs.items() if _is_variable(each)
        }
        plain = {
            key: self.value(key, each)
            for key, each in inputs.items()
            if key not in links and key not in variables
        }
        return FileStep(
            name=self.name(),
            src=src,
            api_name=api_name,
            inputs=plain,
            links=links,
            variables=variables,
            oauth_variable=self.oauth_variable(),
            note=text_at(table, "note", where),
            visit=self.visit(),
            shape=shapes.get((src, api_name)),
        )

    def name(self) -> str:
        name = text_at(self.table, "name", self.where) or self.default_name
        if name in self.earlier:
            raise FileError(
                f"an earlier step is called {name!r} too"[:120],
                where=self.where,
                hint="Give each step a name of its own.",
            )
        return name

    def visit(self) -> int:
        value = self.table.get("state", 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise FileError(
                "state is no number",
                where=self.where,
                hint="Steps with the same state = 1 share the State of the app.",
            )
        return value

    def oauth_variable(self) -> str:
        value = self.table.get("oauth_token")
        return self.variable("oauth_token", value) if value is not None else ""

    def link(self, key: str, value: Mapping[str, Any]) -> FileLink:
        step, output, path = value["from"], value.get("output", 0), value.get("path", [])
        hint = f'Write {key} = {{ from = "name", output = 0 }}.'
        if not isinstance(step, str) or step not in self.earlier:
            known = ", ".join(islice(self.earlier, MAX_NAMED)) or "none"
            raise FileError(
                f"{key}: no earlier step is called {step!r}"[:120],
                where=self.where,
                hint=f"Earlier steps: {known}."[:200],
            )
        if not isinstance(output, int) or isinstance(output, bool) or output < 0:
            raise FileError(f"{key}: output is no number from 0", where=self.where, hint=hint)
        is_path = isinstance(path, list) and all(
            isinstance(each, str) or (isinstance(each, int) and not isinstance(each, bool))
            for each in path
        )
        if not is_path:
            hint = f'Write {key} = {{ from = "name", output = 0, path = [0, "image"] }}.'
            raise FileError(f"{key}: path is no list of keys", where=self.where, hint=hint)
        return FileLink(step, output, tuple(path))

    def variable(self, key: str, value: Any) -> str:
        name = value.get("variable") if isinstance(value, dict) else None
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise FileError(
                f"{key}: only a variable called {VARIABLE_PREFIX}… is read",
                where=self.where,
                hint=f'Write {key} = {{ variable = "{VARIABLE_PREFIX}KEY" }}.'[:200],
            )
        return name

    def value(self, key: str, value: Any, depth: int = 0) -> Json:
        """Return a value of TOML as JSON, in which a file is a FileInput."""
        if depth > MAX_DEPTH:
            raise self.wrong(key, "nested too deep")
        if value is None or isinstance(value, (str, bool, int, float)):
            return value
        if isinstance(value, list):
            return [self.value(key, each, depth + 1) for each in value]
        if isinstance(value, dict):
            return self.object(key, value, depth)
        raise self.wrong(key, "a date is no JSON value", 'Write it in quotes: "2026-01-31".')

    def object(self, key: str, value: Mapping[str, Any], depth: int) -> Json:
        """Return a table as what it stands for: a file, JSON, or an object."""
        keys = value.keys()
        if keys in ({"path"}, {"path", "folder"}):
            return self.file(key, value)
        if keys == {"json"}:
            return self.json(key, value["json"])
        if keys == {"value"} and isinstance(value["value"], dict):
            value = value["value"]
        elif _is_link(value) or _is_variable(value):
            raise self.wrong(key, "a link or a variable stands for the whole parameter")
        return {name: self.value(key, each, depth + 1) for name, each in value.items()}

    def file(self, key: str, value: Mapping[str, Any]) -> FileInput:
        path, folder = value["path"], value.get("folder", "")
        if not isinstance(path, str) or not path or not isinstance(folder, str):
            raise self.wrong(key, "the path of a file is wanted", 'Write { path = "file.png" }.')
        return FileInput(path, folder)

    def json(self, key: str, text: Any) -> Json:
        value = read_json(text)
        if value is MISSING:
            hint = 'Write { json = "null" }.'
            raise self.wrong(key, "what is called json is not JSON", hint)
        return value

    def wrong(self, key: str, problem: str, hint: str = "") -> FileError:
        return FileError(f"{key}: {problem}"[:200], where=self.where, hint=hint)


def _is_link(value: Any) -> bool:
    return (
        isinstance(value, dict) and "from" in value and value.keys() <= {"from", "output", "path"}
    )


def _is_variable(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"variable"}
