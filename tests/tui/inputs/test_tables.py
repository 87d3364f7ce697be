"""The grid of a table: cells typed and pasted, rows and columns, types, undo, and 100,000 rows."""

from collections.abc import Sequence
from typing import Any

import pytest
from textual import events

from spacetui.model.schema import MISSING, Json, Parameter
from spacetui.model.table_columns import TableColumns
from spacetui.tui.inputs import field_for
from spacetui.tui.inputs.edited_table import EditedTable
from spacetui.tui.inputs.grid import CellEditor, GridRows
from spacetui.tui.inputs.table import TableField
from tests.soak_after import soak_after
from tests.tui.app_driver import make_app, wait_for_form, wait_until
from tests.tui.fake_session import SAY, FakeSession, an_app
from tests.tui.inputs.test_typing_into_fields import after, press
from tests.tui.screen_text import screen_text
from tests.tui.widget_host import WidgetHost

GIVEN: dict[str, Json] = {
    "headers": ["name", "n", "on"],
    "data": [["Ann", 1, True], ["Tim", 2, None]],
}
PEOPLE = Parameter(
    "t",
    component="Dataframe",
    default=GIVEN,
    props={"datatype": ["str", "number", "bool"]},
)
FIXED = PEOPLE._replace(
    props={**PEOPLE.props, "row_count": [2, "fixed"], "column_count": [3, "fixed"]}
)
ROW = ["name", "n", "on"]


def rows_after(value: Json) -> list[list[Json]]:
    assert isinstance(value, dict)
    data: list[list[Json]] = value["data"]
    return data


@pytest.mark.parametrize(
    ("keys", "rows"),
    soak_after(
        5,
        [
            (["enter", "e", "enter"], [["Anne", 1, True], ["Tim", 2, None]]),
            (["enter", "e"], [["Anne", 1, True], ["Tim", 2, None]]),
            (["enter", "e", "down", "enter", "o", "up"], [["Anne", 1, True], ["Timo", 2, None]]),
            (
                ["down", "right", "enter", "backspace", "enter"],
                [["Ann", 1, True], ["Tim", None, None]],
            ),
            (["end", "right", "right", "space"], [["Ann", 1, True], ["Tim", 2, True]]),
            (["right", "right", "enter", "enter"], [["Ann", 1, True], ["Tim", 2, None]]),
            (["backspace"], [[None, 1, True], ["Tim", 2, None]]),
            (["enter", "ctrl+u", "enter"], [["", 1, True], ["Tim", 2, None]]),
            (["+"], [["Ann", 1, True], [None] * 3, ["Tim", 2, None]]),
            (["down", "-"], [["Ann", 1, True]]),
            (["-", "-"], []),
            (["-", "-", "+", "enter", "x", "enter"], [["x", None, None]]),
            (["c"], [["Ann", None, 1, True], ["Tim", None, 2, None]]),
            (["right", "C"], [["Ann", True], ["Tim", None]]),
            (["C", "C", "C"], [[], []]),
            (["-", "c", "ctrl+z", "ctrl+z"], [["Ann", 1, True], ["Tim", 2, None]]),
        ],
    ),
)
async def test_cells_rows_and_columns_are_edited_by_keys(
    keys: list[str], rows: list[list[Json]]
) -> None:
    field, value = await after(PEOPLE, *keys)
    assert rows_after(value) == rows
    assert not field.error


async def test_headers_stay_and_are_edited_above_the_first_row() -> None:
    _, value = await after(PEOPLE, "up", "enter", "s", "enter")
    assert value == {
        "headers": ["names", "n", "on"],
        "data": GIVEN["data"],
        "metadata": None,
    }


async def test_what_was_not_changed_is_sent_as_it_was_given() -> None:
    odd = PEOPLE._replace(default={**GIVEN, "metadata": {"x": 1}})
    for keys in (["enter", "enter"], ["down", "up"], ["-", "ctrl+z"]):
        _, value = await after(odd, *keys)
        assert value == odd.default


@pytest.mark.parametrize(
    ("parameter", "keys", "words"),
    [
        (PEOPLE, ["right", "enter", "x", "enter"], "not a number"),
        (PEOPLE, ["right", "enter", "x"], "not a number"),
        (FIXED, ["up", "enter"], "the headers of this table are fixed"),
        (PEOPLE._replace(props={"static_columns": [0]}), ["enter"], "this column is fixed"),
    ],
)
async def test_a_cell_says_what_it_does_not_take(
    parameter: Parameter, keys: list[str], words: str
) -> None:
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, TableField)
        field.focus_editor()
        await press(pilot, keys)
        assert (field.error or field.problem() or "") == words


async def test_a_cell_that_does_not_take_a_text_stays_open_with_it() -> None:
    app = WidgetHost(lambda: [field_for(PEOPLE), field_for(PEOPLE)])
    async with app.run_test(size=(100, 30)) as pilot:
        field = app.widgets[0]
        assert isinstance(field, TableField)
        field.focus_editor()
        await press(pilot, ["right", "enter", "x", "enter"])
        assert isinstance(app.focused, CellEditor) and app.focused.value == "1x"
        await press(pilot, ["backspace", "enter"])
        assert isinstance(app.focused, GridRows)
        assert field.value() == PEOPLE.default and not field.error


@pytest.mark.parametrize("key", soak_after(1, ["-", "+", "c", "C"]))
async def test_a_fixed_table_takes_and_loses_no_rows_and_columns(key: str) -> None:
    _, value = await after(FIXED, key)
    assert value == FIXED.default


@pytest.mark.parametrize(
    ("text", "keys", "headers", "rows"),
    soak_after(
        4,
        [
            ("Eve\t7\ttrue\nBob\t8\tno", [], ROW, [["Eve", 7, True], ["Bob", 8, False]]),
            ("Eve,7\r\nBob,8\r\n", [], ROW, [["Eve", 7, True], ["Bob", 8, None]]),
            ("name\tn\nEve\t7", [], ROW, [["Eve", 7, True], ["Tim", 2, None]]),
            ("a\nb", ["down"], ROW, [["Ann", 1, True], ["a", 2, None], ["b", None, None]]),
            ("x\t1\tno\tmore", [], [*ROW, "4"], [["x", 1, False, "more"], ["Tim", 2, None, None]]),
            ("who\tn\nEve\t7", ["up"], ["who", "n", "on"], [["Eve", 7, True], ["Tim", 2, None]]),
            ("Hello, you", [], ROW, [["Hello, you", 1, True], ["Tim", 2, None]]),
            ('[{"q": 1}]', [], ["q"], [[1]]),
            ("Eve\t7", ["enter"], ROW, [["Eve", 7, True], ["Tim", 2, None]]),
        ],
    ),
)
async def test_pasted_cells_are_put_from_the_cursor_on(
    text: str, keys: list[str], headers: list[str], rows: list[list[Json]]
) -> None:
    value, error = await pasted(PEOPLE, keys, text)
    assert (value["headers"], value["data"], error) == (headers, rows, "")


async def pasted(parameter: Parameter, keys: Sequence[str], text: str) -> tuple[Any, str]:
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, TableField)
        field.focus_editor()
        await press(pilot, keys)
        assert app.focused is not None
        app.focused.post_message(events.Paste(text))
        await pilot.pause()
        await pilot.pause()
        return field.value(), field.error


@pytest.mark.parametrize(
    ("parameter", "text", "words"),
    [
        (PEOPLE, "Eve\tx", "row 1, n: not a number"),
        (FIXED, "a\nb\nc", "this table has 2 rows, no more"),
        (FIXED, "a\t1\ttrue\tx", "1 column too many for this table"),
        (PEOPLE, '{"a": 1}', "JSON without a table: a list of rows or objects is one"),
        (PEOPLE._replace(props={"static_columns": [1]}), "a\tb", "one of these columns is fixed"),
    ],
)
async def test_a_paste_that_does_not_fit_changes_nothing(
    parameter: Parameter, text: str, words: str
) -> None:
    assert await pasted(parameter, [], text) == (parameter.default, words)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (MISSING, "no table yet; + adds one, f7 loads a file"),
        (None, "null; + adds one"),
        ("text", "no table, kept as it is"),
        ({"headers": [], "data": []}, "no rows; + adds one"),
    ],
)
async def test_an_empty_grid_says_what_there_is_and_what_to_do(value: Json, words: str) -> None:
    parameter = PEOPLE._replace(default=MISSING, props={"headers": ["a"]})
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, TableField)
        field.set_value(value)
        await pilot.pause()
        assert words in screen_text(app)
        assert field.value() == value
        field.focus_editor()
        await press(pilot, ["+", "enter", "x", "enter"])
        assert rows_after(field.value()) == [["x"]]


async def test_100_000_rows_are_drawn_and_edited_where_they_are_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from spacetui.tui.inputs import grid_lines

    drawn: list[int] = []
    draw = grid_lines.GridLines.line

    def counted(self: Any, row: int, *args: Any, **more: Any) -> Any:
        drawn.append(row)
        return draw(self, row, *args, **more)

    monkeypatch.setattr(grid_lines.GridLines, "line", counted)
    data: Json = [[f"r{number}", number, None] for number in range(100_000)]
    parameter = PEOPLE._replace(default={"headers": ["name", "n", "on"], "data": data})
    app = WidgetHost(lambda: [field_for(parameter)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, TableField)
        field.focus_editor()
        await press(pilot, ["end", "enter", "x", "enter"])
        assert "r99999x" in screen_text(app)
        assert rows_after(field.value())[-1] == ["r99999x", 99_999, None]
        assert field.problem() is None
    assert len(drawn) < 300


async def test_what_stands_in_an_open_cell_is_in_the_call() -> None:
    session = FakeSession(an_app(SAY._replace(parameters=(PEOPLE,))))
    app = make_app(session, src="demo/text")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        await press(pilot, ["enter", "e", "escape", "down"])
        await press(pilot, ["enter", "o", "tab", "5", "ctrl+r"])
        await wait_until(pilot, lambda: len(session.calls) == 1)
        given = rows_after(session.calls[0].values["t"])
        assert given == [["Ann", 1, True], ["Timo", 25, None]], "esc leaves a cell as it was"


async def test_a_click_chooses_a_cell_and_another_one_types_into_it() -> None:
    app = WidgetHost(lambda: [field_for(PEOPLE)])
    async with app.run_test(size=(100, 30)) as pilot:
        (field,) = app.widgets
        assert isinstance(field, TableField)
        for _ in range(2):
            await pilot.click(GridRows, offset=(7, 2))
            await pilot.pause()
        await press(pilot, ["o", "enter"])
        assert rows_after(field.value())[1][0] == "Timo"


async def test_code_of_a_large_table_is_made_when_it_is_copied() -> None:
    data: Json = [["name", number, None] for number in range(2_000)]
    large = PEOPLE._replace(default={"headers": ["name", "n", "on"], "data": data})
    app = make_app(FakeSession(an_app(SAY._replace(parameters=(large,)))), src="demo/text")
    copied: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_form(pilot, app)
        assert "too many to show as code" in " ".join(screen_text(app).split())
        app.copy_text = lambda text, *_: copied.append(text)  # type: ignore[method-assign]
        await pilot.press("ctrl+y")
        await wait_until(pilot, lambda: bool(copied))
        assert '["name", 1999, None]' in copied[0]


@pytest.mark.parametrize(
    ("headers", "pasted", "value"),
    [
        ((), "1\t2", [["1", "2"], [1, 2]]),
        ((), "a\tb\n1\t2", [["a", "b"], [1, 2]]),
        (("x", "y"), "1\t2", [["x", "y"], [1, 2]]),
        (("x", "y"), "a\tb\n1\t2", [["a", "b"], [1, 2]]),
    ],
)
def test_one_line_pasted_into_a_table_without_rows_is_a_row(
    headers: tuple[str, ...], pasted: str, value: list[list[Any]]
) -> None:
    table = EditedTable(TableColumns(headers), MISSING)
    table.paste(pasted)
    assert table.value == {"headers": value[0], "data": value[1:], "metadata": None}
