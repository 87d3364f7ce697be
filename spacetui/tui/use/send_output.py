"""Sending: an output put into an input, of this form or another one, and noted for the recorder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from textual.screen import Screen

from spacetui.errors import SpacetuiError
from spacetui.model.file_data import name_of
from spacetui.model.output_path import OutputPath, iter_file_paths, part_at, write_pointer
from spacetui.model.recording import Recording
from spacetui.model.schema import Endpoint, Json, Parameter, Return
from spacetui.model.table_cells import cell_name, column_name
from spacetui.session.opened_app import OpenedApp
from spacetui.text.terminal_escapes import visible_line
from spacetui.tui.app_state import AppState
from spacetui.tui.fitting_outputs import SendTarget, fitting_outputs, parts_of, send_targets
from spacetui.tui.made_call import MadeCall
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.output_fit import return_of_part
from spacetui.tui.outputs.file import file_label
from spacetui.tui.passed_value import passed_value
from spacetui.tui.script_history import SentValue
from spacetui.tui.use.shown_form import ShownForm
from spacetui.tui.widgets.glyphs import glyphs
from spacetui.tui.widgets.pick_dialog import PickDialog, PickRow
from spacetui.tui.wording.signature import return_label
from spacetui.tui.wording.value_summary import summarize_quoted

_OPEN_FIRST = "open the one that is to have it first"
_OPEN_MORE = "Only this Space is open. Open another one first to send it there."


class _Giver(NamedTuple):
    """A part of an output of a call. opened: the app that gave it."""

    recording: Recording
    opened: OpenedApp
    output: int
    path: OutputPath
    value: Json


class _Taker(NamedTuple):
    """An input of an endpoint."""

    space: OpenSpace
    endpoint: Endpoint
    parameter: Parameter


class Sending:
    """Puts outputs into inputs, each by a list of what fits."""

    def __init__(
        self,
        page: Screen[Any],
        state: AppState,
        shown_form: ShownForm,
        show_form: Callable[[], Awaitable[None]],
        *,
        refuse: Callable[[str, str], None],
    ) -> None:
        """page: the screen whose dialogs and workers are used.

        show_form: shows the form of the Space in hand. refuse: shows what was not done, and why.
        """
        self._page = page
        self._state = state
        self._shown_form = shown_form
        self._show_form = show_form
        self._refuse = refuse

    # From an output to an input.

    def send(self, made: MadeCall, output: int, path: OutputPath = ()) -> None:
        """Ask which part of an output goes to which input, and put it there.

        path: leads to the cell that is chosen in a table; its inputs are offered before those of
        the whole table.
        """
        recording, opened = made.recording, self._opened_for(made.recording)
        if opened is None:
            self._refuse("not sent", "its app is not open now")
            return
        value = (recording.state.data or ())[output]
        whole = _Giver(recording, opened, output, (), value)
        if path:
            self._choose_target(whole._replace(path=path, value=part_at(value, path)), whole)
            return
        givers = [whole._replace(path=each, value=part_at(value, each)) for each in parts_of(value)]
        if len(givers) < 3:  # all of it, and the only file in it
            self._choose_target(givers[-1])
            return

        def take(index: int | None) -> None:
            if index is not None:
                self._choose_target(givers[index])

        # Many apps call each picture of a gallery `image.webp`.
        count = len(givers) - 1
        places = ["", *(f"{number} of {count}" for number in range(1, count + 1))]
        rows = [
            PickRow(_part_name(each), _about(each), remark=place)
            for each, place in zip(givers, places, strict=True)
        ]
        label = return_label(made.call.endpoint.returns[output])
        self._page.app.push_screen(PickDialog("send", label, rows, "send this"), take)

    def _choose_target(self, *givers: _Giver) -> None:
        self._page.run_worker(self._offer_targets(givers), group="send", exclusive=True)

    async def _offer_targets(self, givers: Sequence[_Giver]) -> None:
        space, spaces = self._state.space, list(self._state.spaces)
        if space is None:
            return
        # In a thread: a value of megabytes is checked against every input of every open Space.
        found = await asyncio.to_thread(_targets_of, givers, spaces, space)
        if not found:
            self._refuse("not sent", _none_fits(spaces))
            return

        def take(index: int | None) -> None:
            if index is not None:
                giver, target = found[index]
                self._put(giver, _Taker(target.space, target.endpoint, target.parameter))

        rows = [
            _target_row(target, "" if giver is givers[0] else _whole_name(giver))
            for giver, target in found
        ]
        title = f"{_part_name(givers[0])}  {_about(givers[0])}"
        note = _OPEN_MORE if len(spaces) == 1 else ""
        dialog = PickDialog("send", title, rows, "fill it and go there", note=note)
        self._page.app.push_screen(dialog, take)

    # From an input to an output.

    def take(self, parameter: Parameter) -> None:
        """Ask which output of an earlier call a field is to have, and put it there."""
        space = self._state.space
        if space is None or space.endpoint is None:
            return
        taker = _Taker(space, space.endpoint, parameter)
        recorder = self._state.calls.recorder
        fitting = fitting_outputs(recorder.script.in_script, [parameter], recorder.chosen_parts)
        found = [
            (_Giver(each.step.recording, opened, each.output, each.path, each.value), each.fit)
            for each in fitting
            if (opened := self._opened_for(each.step.recording)) is not None
        ]
        if not found:
            self._refuse("nothing taken", "no output of this session fits this field")
            return

        def take(index: int | None) -> None:
            if index is not None:
                self._put(found[index][0], taker)

        rows = [
            PickRow(_part_name(each), _origin(each), _about(each), fit.text) for each, fit in found
        ]
        label = visible_line(parameter.label or parameter.name, 40)
        self._page.app.push_screen(PickDialog("take into", label, rows, "fill it"), take)

    def _opened_for(self, recording: Recording) -> OpenedApp | None:
        """Return the app that a call was made to, while it is open."""
        live = self._state.calls.live_of(recording)
        if live is not None:
            return live.opened
        space = self._state.find(recording.source.url)
        if space is not None:
            return space.opened
        return None

    # Into the form.

    def _put(self, giver: _Giver, taker: _Taker) -> None:
        self._page.run_worker(self._fill(giver, taker), group="send", exclusive=True)

    async def _fill(self, giver: _Giver, taker: _Taker) -> None:
        recorder, (space, endpoint, parameter) = self._state.calls.recorder, taker
        try:
            value = await passed_value(
                await self._state.session(),
                giver.opened,
                space.opened,
                giver.value,
                parameter,
                recorder.save_file,
            )
        except (SpacetuiError, OSError) as error:
            self._refuse("not sent", str(error))
            return
        if all(each.recording is not giver.recording for each in recorder.script.steps):
            recorder.add(giver.recording)  # a call of another day, or one that was dropped
        sent = SentValue(giver.recording, giver.output, giver.path, value)
        recorder.send(space.opened.source.url, endpoint.api_name, parameter.name, sent)
        form = self._shown_form.pane
        self._shown_form.keep()
        self._state.take(space)
        space.api_name = endpoint.api_name
        if self._shown_form.is_of(space):
            form.fields.fill_some({parameter.name: value})
        else:
            space.form[parameter.name] = value
        await self._show_form()
        for field in form.fields.of_parameters:
            if field.parameter.name == parameter.name:
                form.field_focus.choose(field)


def _none_fits(spaces: Sequence[OpenSpace]) -> str:
    if len(spaces) == 1:
        return f"no input of this Space takes it, and no other is open: {_OPEN_FIRST}"
    return f"no input of the open Spaces takes it: {_OPEN_FIRST}"


def _targets_of(
    givers: Sequence[_Giver], spaces: Sequence[OpenSpace], here: OpenSpace
) -> list[tuple[_Giver, SendTarget]]:
    """Return the inputs that can take each of the parts of an output, in the order of the parts."""
    return [
        (giver, target)
        for giver in givers
        for target in send_targets(giver.value, _return_of(giver), spaces, here)
    ]


def _return_of(giver: _Giver) -> Return:
    """Return the output as which a part is compared with inputs.

    A cell is compared by its column, a turn of a chat as a text, a value in JSON by its key.
    """
    whole = giver.recording.call.endpoint.returns[giver.output]
    column = column_name(_output_of(giver), giver.path)
    if column:
        return return_of_part(column, giver.value)
    if giver.path and isinstance(giver.value, str):  # a turn of a chat
        return return_of_part(whole.label, giver.value)
    if giver.path and next(iter_file_paths(giver.value), None) is None:  # a value in JSON
        return return_of_part(str(giver.path[-1]), giver.value)
    return whole


def _output_of(giver: _Giver) -> Json:
    """Return the whole output of which a part is given."""
    return (giver.recording.state.data or ())[giver.output]


def _whole_name(giver: _Giver) -> str:
    if giver.recording.call.endpoint.returns[giver.output].component == "Chatbot":
        return "the whole chat"
    files = [*iter_file_paths(giver.value)]
    return f"all {len(files)} files" if files else "the whole table"


def _part_name(giver: _Giver) -> str:
    """Return what a part of an output is called, as it is shown.

    A cell by its column and row, a file by its name, all else by the output's label.
    """
    if name := cell_name(_output_of(giver), giver.path):
        return visible_line(name, 40)
    files = [file for _, file in iter_file_paths(giver.value)]
    if len(files) == 1 and name_of(files[0]):
        return name_of(files[0])
    label = return_label(giver.recording.call.endpoint.returns[giver.output])
    if giver.path and not files:
        return visible_line(f"{label} {write_pointer(giver.path)}", 40)
    if files:
        return f"all {len(files)} files"
    return label


def _about(giver: _Giver) -> str:
    """Return what a part of an output is: a file by its type and size, a value as it is."""
    files = [file for _, file in iter_file_paths(giver.value)]
    if len(files) > 1:
        return ""
    if files:
        return file_label(files[0])
    return summarize_quoted(giver.value)


def _origin(giver: _Giver) -> str:
    return visible_line(giver.recording.call.endpoint.api_name, 30)


def _target_row(target: SendTarget, whole: str) -> PickRow:
    """whole: what the row sends where it is all of the output, below those that send a part."""
    name, app = target.endpoint.api_name, target.space.name
    if target.distance == 0:
        name, app = "3 form", "this form"
    parameter = target.parameter.label or target.parameter.name
    if whole:
        app = f"{visible_line(app, 30)} {glyphs().dot} {whole}"
    return PickRow(name, parameter, app, target.fit.text)
