"""Replay: the calls of a recording file, made once more, step by step.

The file may be a stranger's. What it may read of this machine is decided by the front end before
(security.md P18); here a value of it is never taken for a file, but a FileInput is.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacetui.errors import BadValue, UsageError
from spacetui.model.call import Call, arrange
from spacetui.model.drift import endpoint_drift, shape_of
from spacetui.model.file_data import arrange_files
from spacetui.model.file_input import FileInput, shape_files
from spacetui.model.output_path import iter_file_paths, part_at
from spacetui.model.schema import MISSING, Endpoint, FileShape, Json, Parameter
from spacetui.recording_files.document import FileLink, FileStep
from spacetui.session.live_call import LiveCall
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session


@dataclass(frozen=True, slots=True)
class PreparedStep:
    """A step whose app is open. given: values of the user's that replace what the file says."""

    step: FileStep
    opened: OpenedApp
    endpoint: Endpoint
    given: Mapping[str, Json]

    @property
    def links(self) -> Mapping[str, FileLink]:
        """The links that no value of the user's replaces."""
        return {name: each for name, each in self.step.links.items() if name not in self.given}


class Replay:
    """Makes the calls of a recording file, of which later ones take what earlier ones gave."""

    def __init__(self, session: Session) -> None:
        self.session = session
        # By source, and by source and visit.
        self._apps: dict[str, OpenedApp] = {}
        self._visits: dict[tuple[str, int], OpenedApp] = {}
        # By the name of the step: where it was made, and what it gave.
        self._results: dict[str, tuple[PreparedStep, tuple[Json, ...]]] = {}
        self._folder: Path | None = None

    def app_for(self, step: FileStep, opened: OpenedApp) -> OpenedApp:
        """Return the app of a step as it is for the visit of that step."""
        if not step.visit:
            return opened
        key = (step.src, step.visit)
        if key not in self._visits:
            self._visits[key] = opened.new_visitor()
        return self._visits[key]

    def prepare(
        self, step: FileStep, opened: OpenedApp, endpoint: Endpoint, given: Mapping[str, Json]
    ) -> PreparedStep:
        """Return a step that can be made as far as it can be told before the first call.

        Raises UsageError for a parameter that the endpoint has not, and BadValue where a value is
        wanted that nothing gives.
        """
        prepared = PreparedStep(step, self.app_for(step, opened), endpoint, given)
        named = {*step.inputs, *step.links, *step.variables}
        for name in sorted(named):
            if endpoint.parameter(name) is None:
                raise UsageError(
                    f"{endpoint.api_name} has no parameter {name!r}"[:120],
                    where=f"step {step.name}",
                    hint=_drift_summary(step, endpoint) or "Take it out of the recording.",
                )
        values = {**self._plain_values(prepared), **dict.fromkeys(prepared.links, None)}
        arrange(Call(endpoint, values))
        return prepared

    async def submit(self, prepared: PreparedStep, *, timeout: float | None = None) -> LiveCall:
        """Make the call of a step. Raises BadValue where a link gives nothing for its parameter."""
        values = dict(self._plain_values(prepared))
        for name, link in prepared.links.items():
            parameter = prepared.endpoint.parameter(name)
            assert parameter is not None
            values[name] = await self._linked_value(prepared, parameter, link)
        token = _read_variable(prepared.step.oauth_variable, prepared.step)
        call = Call(prepared.endpoint, values, token)
        is_only = not prepared.step.visit
        return self.session.submit(prepared.opened, call, timeout=timeout, is_only=is_only)

    def take(self, prepared: PreparedStep, outputs: Sequence[Json]) -> None:
        """Keep what a step gave, for the links of later ones."""
        self._results[prepared.step.name] = (prepared, tuple(outputs))

    async def aclose(self) -> None:
        """Delete the files that went from one app to another."""
        if self._folder is not None:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    def _plain_values(self, prepared: PreparedStep) -> Mapping[str, Json]:
        """Return the values of a step that depend on no other one."""
        step = prepared.step
        variables = {
            name: _read_variable(variable, step)
            for name, variable in step.variables.items()
            if name not in prepared.given
        }
        return {**step.inputs, **variables, **prepared.given}

    async def _linked_value(
        self, prepared: PreparedStep, parameter: Parameter, link: FileLink
    ) -> Json:
        source, outputs = self._results[link.step]
        where = f"step {prepared.step.name}"
        value = MISSING
        if link.output < len(outputs):
            value = part_at(outputs[link.output], link.path)
        if value is MISSING:
            path = "".join(f"[{each!r}]" for each in link.path)
            raise BadValue(
                f"step {link.step} gave no output {link.output}{path}"[:200],
                parameter=parameter.name,
                where=where,
                hint="The app gives something else now: look at its result.",
            )
        if not parameter.takes_files:
            return value
        files = [file for _, file in iter_file_paths(value)]
        if not files:
            raise BadValue(f"step {link.step} gave no file", parameter=parameter.name, where=where)
        if source.opened.app.url == prepared.opened.app.url:
            # Its own files an app takes as it gave them, with their captions where it has any.
            is_same = _shape_of_link(source, link) is parameter.file_shape
            return value if is_same else arrange_files(files, parameter.file_shape)
        takes_several = parameter.takes_several_files
        wanted = files if takes_several else files[:1]
        paths = [await self._fetch(source.opened, file) for file in wanted]
        return shape_files(parameter, [FileInput(str(path)) for path in paths])

    async def _fetch(self, opened: OpenedApp, file: Mapping[str, Json]) -> Path:
        """Download a file on its way to another app."""
        if self._folder is None:
            self._folder = Path(
                await asyncio.to_thread(tempfile.mkdtemp, prefix="spacetui-replay-")
            )
        return await self.session.download(opened, file, self._folder)


def _shape_of_link(source: PreparedStep, link: FileLink) -> FileShape:
    """Return the shape of the files in what a link gives; a path leads to one file at most."""
    returns = source.endpoint.returns
    if link.path or link.output >= len(returns):
        return FileShape.ONE
    return returns[link.output].file_shape


def _drift_summary(step: FileStep, endpoint: Endpoint) -> str:
    """Return in a line what has changed since the recording was made; empty if nothing has."""
    changes = endpoint_drift(step.shape, shape_of(endpoint)) if step.shape is not None else ()
    if not changes:
        return ""
    return f"Since it was recorded: {'; '.join(each.text for each in changes[:3])}."


def _read_variable(name: str, step: FileStep) -> str:
    """Return what a variable of the environment holds. Raises UsageError where it is not set."""
    if not name:
        return ""
    value = os.environ.get(name, "")
    if not value:
        raise UsageError(
            f"the variable {name} is not set", where=f"step {step.name}", hint=f"Set {name} first."
        )
    return value
