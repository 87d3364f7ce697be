"""A recording file that is to be used: read from the disk, and what it reaches beyond itself.

It may be a stranger's. Both front ends say what it reaches before they ask an app for anything
(security.md P18).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from spacetui.errors import UsageError
from spacetui.model.file_input import files_in
from spacetui.model.space import parse_ref
from spacetui.recording_files.document import FileStep, RecordingFile
from spacetui.recording_files.read import MAX_FILE, read_document
from spacetui.text.suggestions import listed


def read_recording(path: Path) -> RecordingFile:
    """Read a recording file. Raises UsageError."""
    name = path.name
    try:
        if path.exists() and not path.is_file():  # to open a pipe would wait for its writer
            raise UsageError(f"{name!r} cannot be read: it is not a plain file"[:200])
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
        return read_document(raw.decode("utf-8-sig"), name)
    except OSError as error:
        raise UsageError(f"{name!r} cannot be read: {error.strerror}"[:200]) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name!r} cannot be read: it is not UTF-8 text"[:200]) from error


def lines_on_reach(document: RecordingFile, name: str, hub_endpoint: str) -> Iterator[str]:
    """Yield which apps are called, and what of the environment and of other hosts they get.

    name: of the file. Raises UsageError for an app that cannot be one.
    """
    for src in document.sources:
        ref = parse_ref(src, hub_endpoint=hub_endpoint)
        where = ref.url or f"the Space {src} of {hub_endpoint}"
        steps = [each for each in document.steps if each.src == src]
        yield f"{name} calls {where}: {_listed_names(steps)}"
        for variable in dict.fromkeys(each for step in steps for each in step.variables.values()):
            yield f"{variable} of your environment goes there"
    for step in document.steps:
        for file in files_in(list(step.inputs.values())):
            if file.is_url:
                yield f"{step.src} is given {file.path} to fetch"


def _listed_names(steps: Sequence[FileStep]) -> str:
    return listed(list(dict.fromkeys(each.api_name for each in steps)))
