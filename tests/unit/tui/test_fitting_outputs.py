"""Which outputs an input is offered: whole ones, single files, and cells of tables."""

from typing import Any

import pytest

from spacetui.model.output_path import OutputPath
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.schema import Choice, FileShape, Json, Parameter, Return
from spacetui.tui.fitting_outputs import MAX_CELLS, MAX_OFFERED, fitting_outputs
from tests.unit.model.recordings import HANG, endpoint, picture, recorded

RANK = endpoint("/rank", returns=[Return("scores", "Dataframe", {"type": "object"})])
SCORES = {
    "headers": ["name", "score", "city"],
    "data": [["Ada", 3, "Bern"], ["Bo", 4.5, "Rome"], ["", None, "Oslo"], ["Cy", 5, "Lima"]],
    "metadata": None,
}
NUMBER = Parameter("score", "Score", "Number", {"type": "number"}, "float")
CITY = Parameter("city", "City", "Textbox", {"type": "string"}, "str")
COLOUR = Parameter(
    "colour", "", "Radio", {"type": "string"}, "str", choices=(Choice("Rome", "Rome"),)
)
IMAGE = Parameter("image", "", "Image", {"type": "object"}, "file", file_shape=FileShape.ONE)


def offered(
    of: Any, output: Json, parameter: Parameter, *chosen: OutputPath
) -> list[tuple[OutputPath, Json]]:
    script = RecordedScript().add(recorded(of, {}, output))
    parts = [(0, each) for each in chosen]
    found = fitting_outputs(script.steps, [parameter], lambda step: parts)
    return [(each.path, each.value) for each in found]


def test_one_file_of_a_list_and_one_picture_of_a_gallery_are_offered() -> None:
    wall = [{"image": picture(f"{n}.webp"), "caption": None} for n in range(3)]
    files = [picture("a.png"), picture("b.png")]
    assert [path for path, _ in offered(HANG, wall, IMAGE)] == [(n, "image") for n in range(3)]
    assert offered(HANG, files, IMAGE) == [((0,), files[0]), ((1,), files[1])]


def test_a_few_cells_are_offered_by_type_and_those_of_a_column_of_that_name_first() -> None:
    assert offered(RANK, SCORES, NUMBER) == [
        (("data", 0, 1), 3),
        (("data", 1, 1), 4.5),
        (("data", 3, 1), 5),
    ]
    cities = offered(RANK, SCORES, CITY)
    assert [value for _, value in cities] == ["Bern", "Rome", "Oslo", "Lima"]
    assert len(cities) == MAX_CELLS, "not each name too"
    assert offered(RANK, SCORES, COLOUR) == [(("data", 1, 2), "Rome")], "it is one of the choices"


def test_a_cell_that_was_chosen_before_comes_first_wherever_it_is() -> None:
    rows = [[f"name {n}", n, f"city {n}"] for n in range(5_000)]
    far = ("data", 4_000, 2)
    cells = offered(RANK, {**SCORES, "data": rows}, CITY, far)
    assert cells[0] == (far, "city 4000")
    assert len(cells) == MAX_CELLS + 1
    assert offered(RANK, SCORES, NUMBER, ("data", 9, 9))[0][1] == 3, "there is no such cell now"


@pytest.mark.parametrize("value", [[], {"headers": [], "data": []}, {"data": [["", None, []]]}])
def test_an_empty_table_offers_no_cell(value: Json) -> None:
    assert all(not path for path, _ in offered(RANK, value, CITY))


def test_the_list_of_many_outputs_is_short_and_the_best_come_first() -> None:
    script = RecordedScript()
    for number in range(40):
        script = script.add(recorded(RANK, {}, {**SCORES, "metadata": number}))
    found = fitting_outputs(script.steps, [NUMBER, CITY])
    assert len(found) == MAX_OFFERED
    assert [each.fit for each in found] == sorted((each.fit for each in found), reverse=True)
    assert found[0].step.id == 40, "the newest"
