"""The empty value that stands for one the reader has to fill in, and its type in words."""

from spacetui.model.components import component_type
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.snippets.literals import comment_text

# How many choices a comment lists.
MAX_CHOICES = 8

# Type of a JSON schema -> the empty value, and the type in words.
_TYPES: dict[str, tuple[Json, str]] = {
    "string": ("", "text"),
    "number": (0, "number"),
    "integer": (0, "whole number"),
    "boolean": (False, "true or false"),
    "array": ([], "list"),
    "object": ({}, "object"),
}
_ANY: tuple[Json, str] = (None, "any JSON")
_FILES: dict[FileShape, tuple[Json, str]] = {
    FileShape.ONE: ("", "path of a file"),
    FileShape.VIDEO: ("", "path of a video"),
    FileShape.MANY: ([], "paths of files"),
    FileShape.GALLERY: ([], "paths of images"),
    FileShape.EDITOR: ("", "path of a file"),
}
_MEDIA_FILES = {"image": "an image file", "audio": "an audio file", "video": "a video file"}


def empty_value(parameter: Parameter) -> tuple[Json, str]:
    """Return the empty value of a parameter's type, and the type in words."""
    if parameter.takes_files:
        empty, description = _FILES[parameter.file_shape]
        media_file = _MEDIA_FILES.get(component_type(parameter.component).media, "a file")
        return empty, description.replace("a file", media_file)
    empty, description = _TYPES.get(str(parameter.schema.get("type")), _ANY)
    if parameter.choices:
        return _empty_choice(parameter, empty), _describe_choices(parameter)
    if parameter.is_integer and description == "number":
        description = "whole number"
    low, high = parameter.minimum, parameter.maximum
    if low is None or high is None:
        return empty, description
    least = int(low) if float(low).is_integer() else low
    return least, f"{description} from {low:g} to {high:g}"


def _empty_choice(parameter: Parameter, empty: Json) -> Json:
    if parameter.takes_list:
        return []
    if parameter.choices and not isinstance(parameter.choices[0].value, str):
        return None
    return empty


def _describe_choices(parameter: Parameter) -> str:
    choices = parameter.choices or ()
    texts = [str(each.value) for each in choices[:MAX_CHOICES]]
    if len(choices) > MAX_CHOICES:
        texts.append("…")
    quantity = "some" if parameter.takes_list else "one"
    return comment_text(f"{quantity} of {', '.join(texts)}", 80)
