"""Which files of this machine a recording may upload: those below its own folder (security.md P18).

The rule is in system/own_folder.py; here the user is asked, or told no.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from spacetui.cli.upload_consent import allow_or_refuse
from spacetui.errors import UsageError
from spacetui.recording_files.document import FileStep, RecordingFile
from spacetui.system.own_folder import OwnFolder, with_plain_urls


def with_allowed_files(
    document: RecordingFile, folder: OwnFolder, *, are_others_allowed: bool
) -> RecordingFile:
    """Return a recording whose files have their whole paths.

    folder: where the recording lies. Raises UsageError for a file outside of it that the user does
    not allow, and BadValue for a path that cannot be one.
    """
    steps = tuple(
        replace(each, inputs=folder.with_whole_paths(each.inputs, f"step {each.name}"))
        for each in document.steps
    )
    if are_others_allowed:
        return replace(document, steps=steps)
    for step in steps:
        for path in folder.files_outside(step.inputs):
            _ask_or_refuse(step, path, folder.root)
    plain = (replace(each, inputs=with_plain_urls(each.inputs)) for each in steps)
    return replace(document, steps=tuple(plain))


def _ask_or_refuse(step: FileStep, path: str, root: Path) -> None:
    """Ask on a terminal whether a file may be uploaded. Raises UsageError for a no."""
    where = f"{step.src} {step.api_name}"
    allow_or_refuse(
        f"step {step.name} uploads {path} to {where}. Is that what you want? [y/N]",
        UsageError(
            f"step {step.name} would upload {path} to {where}; it is not in the folder {root}",
            hint="Put it there, or give --allow-files if you trust the recording.",
        ),
    )
