"""Where the files are in an output that is linked to a parameter which takes them otherwise."""

from spacetui.model.output_path import OutputPath
from spacetui.model.schema import FileShape
from spacetui.snippets.arguments import LinkedValue

_FIRST_FILE: dict[FileShape, OutputPath] = {
    FileShape.VIDEO: ("video",),
    FileShape.EDITOR: ("background",),
    FileShape.MANY: (0,),
    FileShape.GALLERY: (0, "image"),
}


def path_to_files(link: LinkedValue) -> OutputPath:
    """Return the path in a linked output to what is handed on: all of its files, or the first.

    A component that takes one file gets the first of several.
    """
    if link.source_shape.is_list and link.target_shape.is_list:
        return ()
    if link.target_shape is FileShape.NONE:
        return ()
    return _FIRST_FILE.get(link.source_shape, ())
