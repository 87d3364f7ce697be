"""What a parameter takes, for the user: limits of its text and its files, and an example value."""

import json

from spacetui.model.components import component_type
from spacetui.model.date_time import date_time_forms
from spacetui.model.file_data import arrange_files, file_data, is_marked_file, map_files, name_of
from spacetui.model.schema import MISSING, FileShape, Json, Missing, Parameter
from spacetui.text.format import size_text

# Characters. An example longer than this is not shown.
MAX_EXAMPLE = 300
_FILE_NAMES = {"image": "photo.png", "audio": "sound.wav", "video": "clip.mp4"}


def limits_of_value(parameter: Parameter) -> str:
    """Return the limits that neither choices nor numbers have; empty if there are none.

    `at most 20 characters`, `YYYY-MM-DD, now or now - 2h`, `at most 5.0 MB`.
    """
    parts = [text_limit(parameter)] if parameter.max_length is not None else []
    if component_type(parameter.component).name == "DateTime":
        *forms, last = date_time_forms(parameter)
        parts.append(f"{', '.join(forms)} or {last}")
    if parameter.max_file_size is not None:
        parts.append(f"at most {size_text(parameter.max_file_size)}")
    return ", ".join(parts)


def text_limit(parameter: Parameter) -> str:
    """Return the limit of a text alone; empty if it has none."""
    return "" if parameter.max_length is None else f"at most {parameter.max_length} characters"


def example_json(parameter: Parameter) -> str:
    """Return a value in the shape that the server reads, as JSON on one line.

    Empty for a parameter whose value has no shape: a text, a number, one of its choices.
    """
    value = _example(parameter)
    if not isinstance(value, (dict, list)) or not value:
        return ""
    text = json.dumps(value, ensure_ascii=False)
    if len(text) <= MAX_EXAMPLE:
        return text
    return ""


def _example(parameter: Parameter) -> Json | Missing:
    kind = component_type(parameter.component)
    file = file_data(_FILE_NAMES.get(kind.media) or _file_name(parameter))
    if kind.is_multimodal:
        return {"text": "hello", "files": [file]}
    if parameter.file_shape is not FileShape.NONE:
        return arrange_files([file] * (1 + kind.is_pair), parameter.file_shape)
    if parameter.choices is not None:
        return MISSING
    # Its files are those of Gradio's own example; the user's are written in their place.
    return map_files(parameter.example, is_marked_file, lambda each: file_data(name_of(each)))


def _file_name(parameter: Parameter) -> str:
    endings = [each for each in parameter.file_types if each.startswith(".")]
    if endings:
        return f"file{endings[0]}"
    return "file.txt"
