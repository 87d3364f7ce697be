"""The lines of a chart: bars in groups, lines, points, axes, names and a legend."""

import re
from math import sin
from typing import Any

import pytest

from spacetui.model.chart_formats import native_chart
from spacetui.tui.outputs.chart_drawing import chart_lines, y_axis


def drawn(
    mark: str, rows: list[Any], width: int = 40, height: int = 6, **props: Any
) -> tuple[list[str], list[Any]]:
    names = ["x", "y", "who"][: max(len(row) for row in rows)] if rows else ["x", "y"]
    value = {"columns": names, "data": rows, "datatypes": {}, "mark": mark}
    chart = native_chart(value, {"y": "y", **props})
    assert chart is not None
    lines = chart_lines(chart, width, height)
    return [line.plain.rstrip() for line in lines], lines


def test_bars_stand_in_groups_over_their_names_with_a_legend_by_colour() -> None:
    rows = [["mon", 4, "a"], ["tue", 2, "a"], ["mon", 1, "b"], ["tue", 4, "b"]]

    texts, lines = drawn("bar", rows, width=21, height=6, color="who", title="Visits")

    assert texts == [
        "Visits",
        "y",
        "4 ┤████         ████",
        "  │████         ████",
        "  │████         ████",
        "2 ┤████     ████████",
        "  │████▄▄▄▄ ████████",
        "0 ┤████████ ████████",
        "  ╰──────────────────",
        "      mon      tue",
        "           x",
        "● a  ● b",
    ]
    colours = {span.style for line in lines[2:8] for span in line.spans if "█" in line.plain}
    assert {"$secondary", "$success"} <= colours


def test_bars_below_zero_hang_from_the_line_of_zero() -> None:
    texts, _ = drawn("bar", [["a", 2], ["b", -2]], width=12, height=4)

    rows = [each[4:] for each in texts[1:5]]
    assert rows == ["████", "████", "     ████", "     ████"]


def test_a_scatter_plot_of_few_points_has_a_cell_for_each() -> None:
    few = [[0, 0], [5, 1], [10, 2]]
    many = [[x, x % 7] for x in range(100)]

    texts, lines = drawn("point", few)

    assert "".join(texts).count("●") == len(few)
    styles = [span.style for line in lines if "●" in line.plain for span in line.spans]
    assert "$secondary" in styles
    assert "●" not in "".join(drawn("point", many)[0])
    assert "●" not in "".join(drawn("line", few)[0])


def test_a_line_goes_through_its_points_from_left_to_right() -> None:
    texts, _ = drawn("line", [[x, sin(x / 10)] for x in range(63)], width=44)

    rows = texts[1:7]
    assert all(any("⠀" < character <= "⣿" for character in row) for row in rows)
    assert texts[-2].split() == ["0", "31", "62"]


def test_times_are_named_by_day_or_by_hour() -> None:
    rows = [["2026-11-01T00:00:00", 1], ["2026-11-21T00:00:00", 2]]
    assert drawn("line", rows)[0][-2].split() == ["2026-11-01", "2026-11-11", "2026-11-21"]
    rows = [["2026-11-01T08:30:00", 1], ["2026-11-01T10:30:00", 2]]
    assert drawn("line", rows)[0][-2].split() == ["08:30", "09:30", "10:30"]


def test_what_has_no_room_is_counted() -> None:
    texts, _ = drawn("bar", [[f"c{n}", 1] for n in range(300)], width=40)
    assert re.fullmatch(r"the first 3\d of 300 bars", texts[-1])
    texts, _ = drawn("point", [[n, n] for n in range(10_000)], width=40)
    assert texts[-1] == "3 334 of 10 000 points drawn"


@pytest.mark.parametrize("mark", ["bar", "line", "point"])
@pytest.mark.parametrize("width", [1, 5, 200])
@pytest.mark.parametrize(
    "rows",
    [
        [[1, 5]],
        [["a\x1b[31m[/x]\n", 0]],
        [[1e150, -1e150], [-1e150, 1e150]],
        [[0, 1e-300], [1, 0]],
        [[1, 7], [1, 7]],
        [],
        [[None, None]],
    ],
)
def test_any_numbers_are_drawn_safely(mark: str, width: int, rows: list[Any]) -> None:
    for height in (6, 20):
        texts, _ = drawn(mark, rows, width=width, height=height)
        assert "\x1b" not in "".join(texts)


def test_the_ends_of_an_axis_are_round_and_hold_every_value() -> None:
    for low, high in ((0, 7), (-2.3, 1.7), (0.001, 0.0013), (1e9, 1.00001e9), (5, 5)):
        axis = y_axis([low, high], 10, with_zero=False)
        assert axis.low <= low and axis.high >= high
        assert 2 <= len(axis.ticks) <= 20
