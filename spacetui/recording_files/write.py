"""A recorded script as the text of a recording file."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from spacetui.model.drift import EndpointShape, ParameterShape, ReturnShape, shape_of
from spacetui.model.file_input import FileInput, map_file_inputs
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedStep
from spacetui.model.schema import WITHHELD, Json
from spacetui.model.script import Script, Step
from spacetui.model.unique_names import UniqueNames
from spacetui.recording_files.document import (
    FORMAT,
    VARIABLE_PREFIX,
    FileLink,
    FileStep,
    RecordingFile,
)
from spacetui.recording_files.toml_text import toml_key, toml_string, toml_text, toml_value
from spacetui.text.terminal_escapes import visible_line

# Characters of a note in a comment.
MAX_NOTE = 300
HEAD = "A recording of spacetui: `spacetui replay FILE` makes these calls again."


def document_of(recorded: RecordedScript, folder: PurePath | None = None) -> RecordingFile:
    """Return what a recording file says of a script.

    folder: where the file will lie; paths of files below it are written from there on.
    """
    script = recorded.script()
    steps = recorded.in_script
    names = [each.name for each in script.steps]
    visits = _number_visits(steps)
    variables = UniqueNames(())
    made = tuple(
        _file_step(step, visits[at], names, script, variables, folder)
        for at, step in enumerate(script.steps)
    )
    return RecordingFile(made, (*_access_notes(script), *script.notes))


def write_document(document: RecordingFile) -> str:
    """Return a recording file as TOML. The schemas stand at the end, below all calls."""
    lines = [f"# {visible_line(each, MAX_NOTE)}" for each in (HEAD, *document.notes)]
    lines += [f"format = {FORMAT}", ""]
    shapes: dict[tuple[str, str], EndpointShape] = {}
    for step in document.steps:
        lines += [*_step_lines(step), ""]
        if step.shape is not None:
            shapes[step.src, step.api_name] = step.shape
    if shapes:
        lines.append("# What the apps said of these endpoints, to find what has changed since.")
    for (src, _), shape in shapes.items():
        lines += [*_schema_lines(src, shape), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


# From the script to the document.


def _file_step(
    step: Step,
    visit: int,
    names: list[str],
    script: Script,
    variables: UniqueNames,
    folder: PurePath | None,
) -> FileStep:
    links = {
        each.parameter: FileLink(names[each.step], each.output, each.path) for each in step.links
    }
    secrets = [name for name, value in step.values.items() if value is WITHHELD]
    inputs = {
        name: map_file_inputs(value, lambda file: _from_folder(file, folder))
        for name, value in step.values.items()
        if name not in links and name not in secrets
    }
    return FileStep(
        name=step.name,
        src=script.clients[step.client].src,
        api_name=step.endpoint.api_name,
        inputs=inputs,
        links=links,
        variables={name: _variable(name, variables) for name in secrets},
        oauth_variable=_variable("oauth_token", variables) if step.has_oauth_token else "",
        note=step.note,
        visit=visit,
        shape=shape_of(step.endpoint),
    )


def _variable(name: str, variables: UniqueNames) -> str:
    return variables.make(f"{VARIABLE_PREFIX}{name}".upper(), f"{VARIABLE_PREFIX}VALUE")


def _from_folder(file: FileInput, folder: PurePath | None) -> FileInput:
    """Return a file with its path from `folder` on, where it lies below it."""
    if folder is None or file.is_url or not PurePath(file.path).is_relative_to(folder):
        return file
    return FileInput(PurePath(file.path).relative_to(folder).as_posix())


def _number_visits(steps: tuple[RecordedStep, ...]) -> list[int]:
    """Return a small number for the visit of each step; 0 where it shares its State with none."""
    visits = [each.recording.visit for each in steps]
    shared = list(dict.fromkeys(each for each in visits if each and visits.count(each) > 1))
    return [shared.index(each) + 1 if each in shared else 0 for each in visits]


def _access_notes(script: Script) -> Iterator[str]:
    """Yield which credentials an app wants besides the Hub's; their values are nowhere."""
    for source in dict.fromkeys(script.clients):
        wanted = [f"the header {each} (--header)" for each in source.headers]
        if source.has_login:
            wanted.insert(0, "a login (--auth)")
        if source.has_own_token:
            wanted.insert(0, "a token of its own (--token)")
        if wanted:
            yield f"{source.src} wants {', '.join(wanted)}"


# From the document to TOML.


def _step_lines(step: FileStep) -> list[str]:
    lines = [
        "[[step]]",
        f"name = {toml_string(step.name)}",
        f"src = {toml_text(step.src)}",
        f"api_name = {toml_text(step.api_name)}",
    ]
    if step.note:
        lines.append(f"note = {toml_text(step.note)}")
    if step.visit:
        lines.append(f"state = {step.visit}")
    if step.oauth_variable:
        lines.append(f"oauth_token = {{ variable = {toml_string(step.oauth_variable)} }}")
    inputs = {name: _text(value) for name, value in step.inputs.items()}
    inputs |= {name: _link(link) for name, link in step.links.items()}
    inputs |= {
        name: f"{{ variable = {toml_string(each)} }}" for name, each in step.variables.items()
    }
    if inputs:
        lines += ["", "[step.inputs]"]
    return lines + [f"{toml_key(name)} = {text}" for name, text in inputs.items()]


def _text(value: Json) -> str:
    return toml_text(value) if isinstance(value, str) else toml_value(value)


def _link(link: FileLink) -> str:
    path = f", path = {toml_value(list(link.path))}" if link.path else ""
    return f"{{ from = {toml_string(link.step)}, output = {link.output}{path} }}"


def _schema_lines(src: str, shape: EndpointShape) -> list[str]:
    lines = [
        "[[schema]]",
        f"src = {toml_text(src)}",
        f"api_name = {toml_text(shape.api_name)}",
    ]
    for key, rows in (
        ("parameters", map(_parameter_row, shape.parameters)),
        ("returns", map(_return_row, shape.returns)),
    ):
        items = [f"    {toml_value(row)},\n" for row in rows]
        lines.append(f"{key} = [\n{''.join(items)}]" if items else f"{key} = []")
    return lines


def _parameter_row(parameter: ParameterShape) -> Mapping[str, Json]:
    row = {
        "name": parameter.name,
        "component": parameter.component,
        "type": parameter.type,
        "required": parameter.required,
        "default": parameter.default,
        "choices": parameter.choices,
        "limits": parameter.limits,
    }
    return {key: value for key, value in row.items() if value or key in ("name", "component")}


def _return_row(output: ReturnShape) -> Mapping[str, Json]:
    row = {"label": output.label, "component": output.component, "type": output.type}
    return {key: value for key, value in row.items() if value or key == "component"}
