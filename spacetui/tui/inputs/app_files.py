"""Files that lie where the app runs, of which a FileExplorer takes the paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from textual.binding import BindingType

from spacetui.model.json_values import as_list
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.tui.inputs.app_file_paths import paths_in, read_paths, write_paths
from spacetui.tui.inputs.input_field import PICK_KEYS, FieldMessage
from spacetui.tui.inputs.text_fields import TextField

# The root folder of the component, as it is shown; no path in a value begins with it.
ROOT = PurePosixPath("/")


class AppFilesField(TextField):
    """Paths below the component's own root, one a line, or JSON; browsed by a key."""

    BINDINGS: ClassVar[list[BindingType]] = PICK_KEYS

    @dataclass
    class BrowseRequested(FieldMessage):
        """The user wants to pick among the files, which the owner asks the app for."""

        field: AppFilesField

    @property
    def takes_several(self) -> bool:
        return self.parameter.props.get("file_count") != "single"

    def type_note(self) -> str:
        return "files of the app" if self.takes_several else "file of the app"

    def placeholder(self) -> str:
        return "paths in the app's folder" if self.takes_several else "path in the app's folder"

    def read(self, text: str) -> Json | Missing:
        return read_paths(text, self.parameter)

    def write(self, value: Json) -> str:
        return write_paths(value, self.parameter)

    def problem(self) -> str | None:
        count = len(paths_in(self.reading().value))
        if count > 1 and not self.takes_several:
            return f"one file, not {count}"
        return super().problem()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "pick":
            return can_browse(self.parameter)
        return super().check_action(action, parameters)

    def action_pick(self) -> None:
        self.post_message(self.BrowseRequested(self))


def can_browse(parameter: Parameter) -> bool:
    """Return whether the app lists its folders: what `server_fns` names can be called."""
    is_listed = "ls" in as_list(parameter.props.get("server_fns"))
    return is_listed and parameter.component_id is not None


def folder_of(field: AppFilesField) -> PurePosixPath:
    """Return the folder of the last file in a field, below ROOT."""
    paths = paths_in(field.reading().value)
    return ROOT.joinpath(*paths[-1][:-1]) if paths else ROOT


def take_picked(field: AppFilesField, picked: Sequence[PurePosixPath]) -> None:
    """Put files into a field that were picked; several are added to those that are there."""
    given = paths_in(field.reading().value) if field.takes_several else []
    taken = [list(path.relative_to(ROOT).parts) for path in picked]
    field.set_value([*given, *(parts for parts in taken if parts not in given)])
