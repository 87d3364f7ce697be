"""The script that the form of a Space makes, and the calls whose State its call uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacetui.model.call import Call
from spacetui.model.file_input import base_name, files_in
from spacetui.model.recording import Recording
from spacetui.model.schema import Json
from spacetui.model.script import Script, calls_before, script_of_call
from spacetui.model.value_size import has_more_parts
from spacetui.system.saved_files import is_in_viewing_folder
from spacetui.tui.opened_space import OpenSpace
from spacetui.tui.past_call import PastCall

# Parts of a value in which files are looked for, such as the cells of a table.
MAX_PARTS = 5_000


def script_of_form(space: OpenSpace, values: Mapping[str, Json]) -> Script | None:
    """Return the script of the call that the endpoint in hand makes with these values.

    For an endpoint with State it has the calls before it too. While the form is as it was for the
    result on show, the code gives that result; else it gives that of the next call. None where no
    endpoint is in hand.
    """
    if space.endpoint is None:
        return None
    call = Call(space.endpoint, values, space.oauth_tokens.get(space.api_name, ""))
    script = script_of_call(call, space.opened.source, _calls_before(space, call))
    names = temporary_files(values)
    if not names:
        return script
    return replace(script, notes=(*script.notes, _note_on_files(names)))


def temporary_files(values: Mapping[str, Json]) -> list[str]:
    """Return the names of the files in the values of a form that were sent from another app.

    None is looked for in a value of more than MAX_PARTS parts: 100,000 rows would take a second.
    """
    small = (each for each in values.values() if not has_more_parts([each], MAX_PARTS))
    return [
        base_name(file.path)
        for value in small
        for file in files_in(value)
        if is_in_viewing_folder(file.path)
    ]


def _note_on_files(names: Sequence[str]) -> str:
    those = ", ".join(names)
    return (
        f"{those}: an output of another call, in a temporary file."
        " The code of the recorder makes both calls."
    )


def _calls_before(space: OpenSpace, call: Call) -> tuple[Recording, ...]:
    """Return the calls whose State a call uses: the one on show, or else the next one."""
    if not call.endpoint.has_state:
        return ()
    ended = [each for each in space.log.of_app(space.opened.app.url) if each.state.status.is_final]
    recordings = [each.recording for each in ended]
    shown = space.shown_call
    if isinstance(shown, PastCall) and _sends_the_same(shown.call, call):
        return calls_before(shown.before, shown.visit, shown.made_at)
    if shown is not None and shown in ended and shown.call.values == call.values:
        return calls_before(recordings, shown.visit, shown.made_at)
    return calls_before(recordings, space.opened.visit)


def _sends_the_same(one: Call, other: Call) -> bool:
    """Return whether two calls of an endpoint send the same, given or by default."""
    parameters = other.endpoint.parameters
    return all(one.value_of(each) == other.value_of(each) for each in parameters)


def ended_calls(space: OpenSpace) -> tuple[Recording, ...]:
    """Return the calls of the app that have ended, of this session, after those of one of the
    history that is on show.
    """
    made = space.log.of_app(space.opened.app.url)
    own = tuple(each.recording for each in made if each.state.status.is_final)
    shown = space.shown_call
    if isinstance(shown, PastCall):
        return (*shown.before, shown.recording, *own)
    return own
