"""The steps of a script as requests that a program is expected to make, with their answers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from spacetui.model.file_data import (
    arrange_files,
    is_certain_file,
    is_inline_file,
    is_marked_file,
    map_files,
    name_of,
    path_of,
)
from spacetui.model.file_input import FileInput, files_in, map_file_inputs
from spacetui.model.output_path import iter_file_paths, part_at
from spacetui.model.schema import Endpoint, FileShape, Json, fill_slots
from spacetui.model.script import Script
from spacetui.model.source import Source
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.plan import Plan, PlannedStep
from spacetui.verify.sent_values import OneOf, SentFile, digest_of_data

# Bytes that are read of a file at a time.
_CHUNK = 1 << 20


class NotRunnable(ValueError):
    """The program cannot be run here. The message is a clause for people."""


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A call as a program has to make it.

    app: the URL of its source. client: which of the script's clients makes it. data: for each
    position on the wire; files are SentFile. names: of the shown parameters. oauth_token: what the
    body has, or empty. answer: what is answered, for each position on the wire.
    """

    number: int
    app: str
    client: int
    endpoint: Endpoint
    keeps_state: bool
    data: tuple[Json, ...]
    oauth_token: str
    answer: tuple[Json, ...]

    @property
    def where(self) -> str:
        return f"step {self.number} {self.endpoint.api_name}"


def dummy_value(variable: str) -> str:
    """Return what a variable of the environment holds while a program runs on the replay."""
    return f"replayed-{variable}"


def file_content(path: str) -> bytes:
    """Return what the replay has for a file of the app: other bytes for each path."""
    return f"spacetui replay of {path}\n".encode("utf-8", "surrogatepass")


def recorded_requests(
    plan: Plan, answers: Sequence[Sequence[Json]], roots: Mapping[str, str], folder: Path
) -> tuple[RecordedRequest, ...]:
    """Return what a program with this plan has to send.

    answers: the shown outputs of each step. roots: of the replay, by the URL of each source.
    folder: from which paths of local files lead. Raises NotRunnable for a value that is missing and
    a file that is not there.
    """
    made: list[RecordedRequest] = []
    served: list[tuple[Json, ...]] = []
    for step, outputs in zip(plan.steps, answers, strict=True):
        source = plan.source(step)
        app = _ServedApp(source, roots[source.url])
        served.append(tuple(app.with_own_files(each) for each in outputs))
        values = _Values(plan, served, roots, folder, step)
        slots = step.endpoint.input_slots
        made.append(
            RecordedRequest(
                step.number,
                source.url,
                step.client,
                step.endpoint,
                step.keeps_state,
                _on_wire([values.of(each) for each in step.arguments], slots),
                dummy_value(step.oauth_token) if step.oauth_token else "",
                _on_wire(served[-1], step.endpoint.output_slots),
            )
        )
    return tuple(made)


def _on_wire(values: Sequence[Json], slots: Sequence[bool]) -> tuple[Json, ...]:
    """Return values with null in each hidden position."""
    return tuple(fill_slots(slots, values, None))


@dataclass(frozen=True, slots=True)
class _ServedApp:
    """An app as the replay serves it. root: its root URL there."""

    source: Source
    root: str

    def url_of(self, path: str) -> str:
        return f"{self.root}{self.source.api_prefix}/file={quote(path, errors='surrogatepass')}"

    def with_own_files(self, value: Json) -> Json:
        """Return an output whose files the replay has, also those that lay elsewhere."""
        return map_files(value, is_certain_file, self._own_file)

    def _own_file(self, file: Mapping[str, Json]) -> Json:
        if is_inline_file(file):
            return file
        path = path_of(file)
        if path.startswith(("http://", "https://")) or not path:
            path = f"/replayed/{PurePosixPath(path).name or 'file'}"
        if "is_file" in file and "path" not in file:  # of Gradio 3
            return {**file, "name": path}
        return {**file, "path": path, "url": self.url_of(path), "is_stream": False}

    def sent_output(self, file: Mapping[str, Json]) -> SentFile:
        """Return a file of an output as it is sent on."""
        if not is_inline_file(file):
            return self.sent_file(path_of(file))
        content = file["data"]
        return SentFile(name_of(file), digest_of_data(content), frozenset((content,)))

    def sent_file(self, path: str) -> SentFile:
        addresses = frozenset((path, unquote(path), unquote(self.url_of(path))))
        name = PurePosixPath(path).name
        digest = "" if path.startswith(("http://", "https://")) else digest_of(file_content(path))
        return SentFile(name, digest, addresses)


class _Values:
    """Gives what the parameters of one step are expected to get."""

    def __init__(
        self,
        plan: Plan,
        served: Sequence[tuple[Json, ...]],
        roots: Mapping[str, str],
        folder: Path,
        step: PlannedStep,
    ) -> None:
        self._plan = plan
        self._served = served
        self._roots = roots
        self._folder = folder
        self._step = step

    def of(self, argument: Argument) -> Json:
        match argument.value:
            case LinkedValue():
                return self._linked(argument.value)
            case MissingValue(name=name):
                raise NotRunnable(f"a value is wanted for {name}")
            case SecretValue(variable=variable):
                return dummy_value(variable)
        app = self._app(self._step)
        value = map_files(argument.value, is_marked_file, lambda file: app.sent_file(file["path"]))
        return map_file_inputs(value, self._local_file)

    def _app(self, step: PlannedStep) -> _ServedApp:
        source = self._plan.source(step)
        return _ServedApp(source, self._roots[source.url])

    def _local_file(self, file: FileInput) -> SentFile:
        name = PurePosixPath(file.path.replace("\\", "/")).name
        if file.is_url:
            return SentFile(name, "", frozenset((file.path, unquote(file.path))))
        try:
            return SentFile(name, digest_of_file(self._folder / Path(file.path).expanduser()))
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or "no path of a file"
            raise NotRunnable(f"{file.path[:100]}: {reason}") from error

    def _linked(self, link: LinkedValue) -> Json:
        earlier = self._plan.steps[link.step]
        value = part_at(list(self._served[link.step]), (link.output, *link.path))
        app = self._app(earlier)
        files = [app.sent_output(file) for _, file in iter_file_paths(value)]
        as_sent = map_files(value, is_certain_file, app.sent_output)
        if link.target_shape is FileShape.NONE:
            return as_sent
        if not files and isinstance(value, str):
            files = [app.sent_file(value)]
        arranged = arrange_files(files, link.target_shape)
        if link.is_same_app:
            return OneOf((arranged, as_sent))
        return arranged


def local_files(script: Script) -> list[FileInput]:
    """Return the files of this machine that a script uploads, in order."""
    values = [
        step.call.value_of(parameter)
        for step in script.steps
        for parameter in step.endpoint.parameters
        if step.link_of(parameter.name) is None
    ]
    return [each for each in files_in(values) if not each.is_url]


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
