"""Which files of this machine a recording may upload: those below its own folder (security.md P18).

Links are followed before a path is compared with the folder, so that none leads out of it. A URL is
for the app to fetch. Apps of Gradio 3 want the content instead, and to fetch it here could reach
what only this machine can: it is sent to them as a URL too, unless the user allows all files.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from spacetui.cli import output
from spacetui.errors import BadValue, UsageError
from spacetui.model.file_data import file_data
from spacetui.model.file_input import FileInput, files_in, map_file_inputs
from spacetui.model.schema import Json
from spacetui.recording_files.document import FileStep, RecordingFile


def with_allowed_files(
    document: RecordingFile, folder: Path, *, are_others_allowed: bool
) -> RecordingFile:
    """Return a recording whose files have their whole paths.

    folder: where the recording lies. Raises UsageError for a file outside of it that the user does
    not allow, and BadValue for a path that cannot be one.
    """
    root = folder.resolve()
    steps = tuple(_with_whole_paths(each, root) for each in document.steps)
    outside = [
        (step, file.path)
        for step in steps
        for file in files_in(list(step.inputs.values()))
        if not file.is_url and not Path(file.path).is_relative_to(root)
    ]
    if are_others_allowed:
        return replace(document, steps=steps)
    if outside:
        _ask_or_refuse(outside, root)
    return replace(document, steps=tuple(map(_with_plain_urls, steps)))


def _with_whole_paths(step: FileStep, root: Path) -> FileStep:
    def resolve(file: FileInput) -> FileInput:
        if file.is_url:
            return file
        try:
            path = _whole_path(file.path, root)
            folder = _whole_path(file.folder, root) if file.folder else ""
        except (OSError, ValueError, RuntimeError) as error:
            raise BadValue(
                f"{file.path!r} is no path of a file"[:200], where=f"step {step.name}"
            ) from error
        is_in_folder = folder and Path(path).is_relative_to(folder)
        return FileInput(path, folder if is_in_folder else "")

    return replace(step, inputs=map_file_inputs(step.inputs, resolve))


def _with_plain_urls(step: FileStep) -> FileStep:
    """Return a step whose URLs are values for the app, which nothing here fetches."""

    def make_plain(file: FileInput) -> Json:
        if not file.is_url:
            return file
        name = PurePosixPath(urlsplit(file.path).path).name
        return file_data(file.path, orig_name=name or "file")

    return replace(step, inputs=map_file_inputs(step.inputs, make_plain))


def _whole_path(path: str, root: Path) -> str:
    """Return a path from the root of the disk on, with links followed."""
    return str((root / Path(path).expanduser()).resolve())


def is_on_terminal() -> bool:
    """Return whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask_or_refuse(outside: list[tuple[FileStep, str]], root: Path) -> None:
    """Ask on a terminal whether each file may be uploaded. Raises UsageError for a no."""
    is_terminal = is_on_terminal()
    for step, path in outside:
        where = f"{step.src} {step.api_name}"
        if is_terminal:
            question = f"step {step.name} uploads {path} to {where}. Is that what you want? [y/N]"
            if output.ask(question).lower() in ("y", "yes"):
                continue
        raise UsageError(
            f"step {step.name} would upload {path} to {where}; it is not in the folder {root}",
            hint="Put it there, or give --allow-files if you trust the recording.",
        )
