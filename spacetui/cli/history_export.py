"""Calls of the history as a recording or as code, with what one gave to a later one linked."""

from collections.abc import Sequence
from pathlib import Path

from spacetui.errors import UsageError
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recording import Recording
from spacetui.model.script import script_of_recordings
from spacetui.recording_files.write import document_of, write_document
from spacetui.snippets import render


def export_text(recordings: Sequence[Recording], language: str) -> str:
    """Return what makes calls again, in their order: code, or a recording without a language.

    Paths of files below the current folder are written from there on, where a recording is to lie.
    Raises UsageError for a recording where none of the calls came to a result, and for a batch.
    """
    for each in recordings:
        refuse_batch(each)
    script = RecordedScript()
    for each in recordings:
        script = script.add(each)
    if language and not script.in_script:
        # Who wants the code of calls that failed has a reason, such as to look into the failure.
        return render(script_of_recordings(recordings), language)
    if language:
        return render(script.script(), language)
    if not script.in_script:
        raise UsageError("none of these calls came to a result", hint="Give --lang for their code.")
    return write_document(document_of(script, Path.cwd()))


def refuse_batch(recording: Recording) -> None:
    """Raise UsageError for the entry of a batch, which stands for many calls."""
    batch = recording.state.batch
    if batch is not None:
        raise UsageError(
            f"call {recording.id} stands for the rows of {batch.rows_name}",
            hint="Run its batch again, or name a call.",
        )
