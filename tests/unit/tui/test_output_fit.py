"""How well an output fits an input."""

from typing import Any

import pytest

from spacetui.model.file_data import file_data
from spacetui.model.schema import Choice, FileShape, Parameter, Return
from spacetui.tui.output_fit import Kind, fit_of

PNG, WAV = file_data("/tmp/a.png"), file_data("/tmp/a.wav")
ODD = file_data("/tmp/a.zzz")
SAID = Return("said", "Textbox", {"type": "string"}, "str")


def parameter(component: str, type_: str = "string", **more: Any) -> Parameter:
    return Parameter("value", "", component, {"type": type_}, "str", **more)


IMAGE = parameter("Image", "object", file_shape=FileShape.ONE)
FILE = parameter("File", "object", file_shape=FileShape.ONE)
GALLERY = parameter("Gallery", "array", file_shape=FileShape.GALLERY)
COLOURS = (Choice("red", "red"),)


@pytest.mark.parametrize(
    ("value", "takes", "kind"),
    [
        ("hello", parameter("Textbox"), Kind.EXACT),
        ("hello", parameter("Code"), Kind.FITS),
        ("hello", parameter("Number", "number"), None),
        ("hello", parameter("Textbox", is_secret=True), None),
        ("hello", IMAGE, None),
        ("red", parameter("Radio", choices=COLOURS), Kind.LOOSE),
        ("green", parameter("Radio", choices=COLOURS), None),
        (None, parameter("Textbox"), None),
        (PNG, parameter("Textbox"), None),
        (PNG, IMAGE, Kind.EXACT),
        (PNG, FILE, Kind.FITS),
        (WAV, IMAGE, None),
        (ODD, IMAGE, Kind.LOOSE),
        ([{"image": PNG}, {"image": PNG}], IMAGE, None),
        # One picture of a list is sent by its own path, so that the script has that too.
        ([{"image": PNG}], IMAGE, None),
        ([{"image": PNG}, {"image": PNG}], GALLERY, Kind.EXACT),
    ],
)
def test_a_value_fits_by_its_type(value: Any, takes: Parameter, kind: Kind | None) -> None:
    fit = fit_of(value, SAID, takes)
    assert (fit.kind if fit is not None else None) == kind


def test_words_in_common_count() -> None:
    named = Parameter("said", "", "Textbox", {"type": "string"}, "str")
    fit = fit_of("hello", SAID, named)
    assert fit is not None
    other = fit_of("hello", SAID, parameter("Textbox"))
    assert other is not None and fit > other
