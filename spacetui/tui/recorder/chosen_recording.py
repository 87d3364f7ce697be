"""A recording file that was read, and what the user has to see before it is opened.

Knows no widget. Nothing is asked of an app here, and no other file is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacetui.recording_files.document import RecordingFile
from spacetui.session.recording_file import lines_on_reach, read_recording
from spacetui.system.own_folder import OwnFolder, with_plain_urls


@dataclass(frozen=True, slots=True)
class ChosenRecording:
    """A recording whose files have their whole paths.

    reach: which apps it calls, and what they get, a line each. outside: the files that it would
    upload from outside its own folder, with the step.
    """

    path: Path
    document: RecordingFile
    reach: Sequence[str]
    outside: Sequence[str]

    @classmethod
    def read(cls, path: Path, hub_endpoint: str) -> ChosenRecording:
        """Read a file. Raises UsageError and BadValue for what is no recording, or a hostile one.

        The addresses in it are for the apps to fetch: here nothing fetches them.
        """
        document = read_recording(path)
        reach = tuple(lines_on_reach(document, path.name, hub_endpoint))
        folder = OwnFolder.of(path)
        steps = tuple(
            replace(each, inputs=folder.with_whole_paths(each.inputs, f"step {each.name}"))
            for each in document.steps
        )
        outside = tuple(
            f"step {step.name} uploads {file} to {step.src}"
            for step in steps
            for file in folder.files_outside(step.inputs)
        )
        plain = tuple(replace(each, inputs=with_plain_urls(each.inputs)) for each in steps)
        return cls(path, replace(document, steps=plain), reach, outside)
