"""Files in the arguments of Python snippets, as gradio_client takes them."""

from collections.abc import Callable, Mapping
from typing import Protocol

from spacetui.model.components import component_type
from spacetui.model.file_input import FileInput
from spacetui.model.same_file import file_url
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.model.source import Source
from spacetui.snippets.arguments import LinkedValue
from spacetui.snippets.private_hosts import is_private_host
from spacetui.snippets.python_literals import quote_python


class FileWriter(Protocol):
    """Writes the code of files. uses: the names that this code needs imported or defined."""

    @property
    def uses(self) -> set[str]: ...

    def local(self, file: FileInput, parameter: Parameter, client: str) -> str:
        """Write a file of this machine, or one of the web, for a call of `client`."""

    def of_app(self, file: Mapping[str, Json], source: Source) -> str:
        """Write a FileData that the app named."""

    def missing(self, name: str, parameter: Parameter, client: str) -> str:
        """Write the value of a parameter whose paths are in the variable `name`."""

    def linked(
        self, value: str, link: LinkedValue, parameter: Parameter, clients: tuple[str, str]
    ) -> str:
        """Write a value of files from `value`, an output. clients: what gave it, what takes it."""


class HandledFiles:
    """Files since Gradio 4: handle_file uploads them, and results are paths on this machine."""

    def __init__(self) -> None:
        self.uses: set[str] = set()

    def local(self, file: FileInput, parameter: Parameter, client: str) -> str:
        self.uses.add("handle_file")
        return f"handle_file({path_code(file.path, self.uses)})"

    def of_app(self, file: Mapping[str, Json], source: Source) -> str:
        url = file_url(source, file)
        is_of_app = url != file["path"]
        helper = "from_app" if is_of_app and is_private_host(source) else "handle_file"
        self.uses.add(helper)
        return f"{helper}({quote_python(url)})"

    def missing(self, name: str, parameter: Parameter, client: str) -> str:
        return self._arranged(name, name, parameter.file_shape)

    def linked(
        self, value: str, link: LinkedValue, parameter: Parameter, clients: tuple[str, str]
    ) -> str:
        return self._arranged(*files_in_output(value, link.source_shape), link.target_shape)

    def _arranged(self, one: str, many: str, shape: FileShape) -> str:
        if shape is not FileShape.NONE:
            self.uses.add("handle_file")
        return arrange_files_code(one, many, shape, lambda path: f"handle_file({path})")


class InlineFiles:
    """Files of Gradio 3 through gradio_client 0.6.1: the value has the content, as `run` sends it.

    Source: gradio 3.50.2 components/image.py, file.py, audio.py and video.py, preprocess.
    """

    def __init__(self) -> None:
        self.uses: set[str] = set()

    def local(self, file: FileInput, parameter: Parameter, client: str) -> str:
        return self._content(path_code(file.path, self.uses), parameter)

    def of_app(self, file: Mapping[str, Json], source: Source) -> str:
        self.uses.add("inline_file")
        return f"inline_file({quote_python(file_url(source, file))})"

    def missing(self, name: str, parameter: Parameter, client: str) -> str:
        if parameter.file_shape is FileShape.MANY:
            return f"[{self._content('path', parameter)} for path in {name}]"
        return self._content(name, parameter)

    def linked(
        self, value: str, link: LinkedValue, parameter: Parameter, clients: tuple[str, str]
    ) -> str:
        self.uses.add("data_uri")
        content = f"data_uri({clients[0]}, {value})"
        if component_type(parameter.component).is_inline:
            return content
        self.uses.add("inline_file")
        one = f"inline_file({content})"
        if link.target_shape is FileShape.MANY:
            return f"[{one}]"
        return one

    def _content(self, path: str, parameter: Parameter) -> str:
        is_bare = component_type(parameter.component).is_inline
        helper = "encode_url_or_file_to_base64" if is_bare else "inline_file"
        self.uses.add(helper)
        return f"{helper}({path})"


def path_code(path: str, uses: set[str]) -> str:
    """Return the code of a path of this machine, which may be one of the home folder."""
    if not path.startswith("~"):
        return quote_python(path)
    uses.add("os")
    return f"os.path.expanduser({quote_python(path)})"


def files_in_output(value: str, shape: FileShape) -> tuple[str, str]:
    """Return the code of the first file in an output, and that of the list of its files."""
    match shape:
        case FileShape.MANY:
            return f"{value}[0]", value
        case FileShape.GALLERY:
            return f'{value}[0]["image"]', f'[each["image"] for each in {value}]'
        case FileShape.VIDEO:
            return f'{value}["video"]', f'[{value}["video"]]'
    return value, f"[{value}]"


def arrange_files_code(
    one: str, many: str, shape: FileShape, wrap: Callable[[str], str], each: str = "path"
) -> str:
    """Return the code of a value in which files have `shape`.

    one, many: code of one file and of a list. wrap: makes what is sent of a file. each: the name
    of one of the list.
    """
    match shape:
        case FileShape.NONE:
            return one
        case FileShape.VIDEO:
            return f'{{"video": {wrap(one)}, "subtitles": None}}'
        case FileShape.MANY:
            return f"[{wrap(each)} for {each} in {many}]"
        case FileShape.GALLERY:
            return f'[{{"image": {wrap(each)}, "caption": None}} for {each} in {many}]'
        case FileShape.EDITOR:
            file = wrap(one)
            return f'{{"background": {file}, "layers": [], "composite": {file}}}'
    return wrap(one)
