"""LayeredPicture: the text of an ImageEditor's field: a picture, and layers, a line each."""

import asyncio
from pathlib import Path

from spacetui.errors import BadValue
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json, Missing, Parameter
from spacetui.system.composite import CannotCompose, lay_over
from spacetui.tui.inputs.file_text import FileText
from spacetui.tui.inputs.path_parsing import split_paths

MAKING = "the layers are being laid over the picture; ctrl+r again sends it"


class LayeredPicture(FileText):
    """Reads lines of paths as a background, layers, and what they make together.

    That picture is made by `prepare`, in a thread, since the server takes it from the page.
    """

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.takes_several = True
        # What was made of paths, or why not; and the paths of which it is to be made.
        self._made: dict[tuple[str, ...], Path | str] = {}
        self._wanted: tuple[str, ...] = ()

    def read(self, text: str, parameter: Parameter) -> Json | Missing:
        is_json = text.lstrip().startswith(("[", "{"))
        paths = tuple(split_paths(text, several="\n" in text.strip()))
        if is_json or len(paths) < 2:
            self.takes_several = False  # one path may have blanks
            try:
                return super().read(text, parameter)
            finally:
                self.takes_several = True
        if any(FileInput(each).is_url for each in paths):
            raise BadValue("layers are laid over files of this machine, not over addresses")
        made = self._made.get(paths, MAKING)
        if isinstance(made, Path):
            background, *layers = (FileInput(each) for each in paths)
            composite = FileInput(str(made))
            return {"background": background, "layers": layers, "composite": composite}
        if made == MAKING:
            self._wanted = paths
        raise BadValue(made)

    def write(self, value: Json) -> str:
        if isinstance(value, dict) and not value.get("layers"):
            return super().write(value.get("background"))
        return super().write(value)

    async def prepare(self) -> bool:
        """Make the picture that was wanted last; return whether one was made."""
        paths, self._wanted = self._wanted, ()
        if not paths or paths in self._made:
            return False
        try:
            self._made[paths] = await asyncio.to_thread(lay_over, [Path(each) for each in paths])
        except CannotCompose as error:
            self._made[paths] = str(error)
        return True
