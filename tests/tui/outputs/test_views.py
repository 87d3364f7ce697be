"""Output views on a screen: every row of the table, any value, what is drawn and copied."""

from base64 import b64encode
from importlib import import_module
from io import BytesIO
from threading import current_thread, main_thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from textual.containers import VerticalScroll

from spacetui.model.schema import MISSING, Json, Return
from spacetui.tui.outputs import FALLBACK, OUTPUTS, view_for
from spacetui.tui.outputs.output_view import OutputView
from spacetui.tui.outputs.text_layout import as_json
from spacetui.tui.widgets.copy_request import copy_value
from tests.tui.outputs.view_on_screen import drawn, file_data, on_screen, shown
from tests.tui.screen_text import screen_text, unsafe_rows
from tests.tui.widget_host import HOSTILE, WidgetHost

COMPONENTS = [*OUTPUTS, "Unknown"]


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_row_of_the_table_loads(component: str) -> None:
    module, _, name = OUTPUTS.get(component, FALLBACK).partition(":")

    assert issubclass(getattr(import_module(f"spacetui.tui.outputs.{module}"), name), OutputView)


@pytest.mark.parametrize(
    "component",
    [COMPONENTS[0], *(pytest.param(each, marks=pytest.mark.soak) for each in COMPONENTS[1:])],
)
async def test_hostile_values_run_no_action_crash_nothing_and_reach_no_terminal(
    component: str,
) -> None:
    data = file_data(HOSTILE)
    values: list[Json] = [
        HOSTILE,
        {HOSTILE: HOSTILE, "text": HOSTILE},
        {
            "label": HOSTILE,
            "confidences": [
                {"label": HOSTILE, "confidence": 1e999},
                {"label": 1, "confidence": -3},
            ],
        },
        {"headers": [HOSTILE], "data": [[HOSTILE, HOSTILE], ["x"]], "metadata": None},
        [{"role": HOSTILE, "content": HOSTILE}, {"role": "user", "content": [HOSTILE, data]}],
        [[HOSTILE, HOSTILE], [None, data]],
        [{"token": HOSTILE, "class_or_confidence": HOSTILE}],
        data,
        [{"image": data, "caption": HOSTILE}],
        {"image": data, "annotations": [{"image": data, "label": HOSTILE}]},
        f"# {HOSTILE}\n\n`{HOSTILE}` [x](http://x/{HOSTILE})",
        f"<b>{HOSTILE}</b><a href='https://{HOSTILE}'>x</a>",
        "data:image/png;base64,AAAA",
        [],
        {},
        None,
    ]
    props = {"language": HOSTILE}
    changes = {"choices": [[HOSTILE, 1]], "label": HOSTILE, HOSTILE: HOSTILE, "file": data}
    async with on_screen(Return(HOSTILE, component, props=props)) as (app, view, pilot):
        for value in [*values, MISSING]:
            for is_final in (False, True):
                view.show(value, is_final, changes)
                await pilot.pause()
                assert unsafe_rows(app) == [], (value, is_final)
        view.focus()
        await pilot.pause()
        assert app.is_running
        assert unsafe_rows(app) == []
        assert isinstance(view.copied_text(), str)


# Keys that some view reads, so that the shapes come close to real ones.
_KEYS = (
    "label confidences confidence headers columns data role content text token class_or_confidence "
    "image caption annotations path url orig_name name is_file size mime_type meta _type plot type "
    "value __type__ video file"
)
KEYS = _KEYS.split()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("component", sorted({*OUTPUTS.values(), "json:JsonView"}))
async def test_any_json_is_shown_and_none_raises(component: str) -> None:
    name = next(each for each, row in OUTPUTS.items() if row == component)
    async with on_screen(Return("out", name)) as (app, view, pilot):
        values: list[Json] = []

        @settings(
            max_examples=25, database=None, deadline=None, suppress_health_check=list(HealthCheck)
        )
        @given(JSON)
        def collect(value: Json) -> None:
            values.append(value)
            view.show(value, False)
            view.show(value, True)
            for width in (3, 60):
                view.body.line_count(width)
            view.text_to_copy()
            _ = view.file, view.summary, view.summary_content()

        collect()
        for value in values[-6:]:
            view.show(value, True)
            await pilot.pause()
            assert unsafe_rows(app) == []
        assert app.is_running


async def test_text_is_drawn_under_its_label_and_its_words_are_counted() -> None:
    rows = await drawn("Textbox", "A lighthouse has one lamp\n\nand must send it")

    assert rows[0].split() == ["▌", "out", "9", "words"]
    assert rows[1:4] == ["  A lighthouse has one lamp", "", "  and must send it"]


async def test_streamed_text_has_a_caret_until_it_is_final() -> None:
    async with on_screen(Return("out", "Textbox")) as (app, view, pilot):
        text = ""
        for word in ("A lighthouse", " has one", " lamp [/x]"):
            text += word
            view.show(text, False)
            await pilot.pause()
            assert f"{text}▍" in screen_text(app)
        view.show(text, True)
        await pilot.pause()
        assert text in screen_text(app)
        assert "▍" not in screen_text(app)
        assert view.text_to_copy() == text
        assert view.summary == "6 words"


async def test_a_text_of_a_megabyte_names_what_is_not_shown() -> None:
    async with on_screen(Return("out", "Textbox")) as (app, view, pilot):
        text = "the lamp is lit\n" * 70_000
        for share in (3, 2, 1):
            view.show(text[: len(text) // share], False)
            await pilot.pause()
        assert "the beginning is not shown; p shows all" in screen_text(app)
        assert view.text_to_copy() == text
        view.show("", True)
        view.show(text, True)
        await pilot.pause()
        width = view.body.content_size.width
        last = view.body.line_at(view.body.line_count(width) - 1, width)
        assert last.plain == "… 1 053 750 characters more; p shows all"


LONG = "abcdefghi " * 100_000
HIDDEN = "more; p shows all"
# What a view shows of a million characters in its own shape, and what it says of what it does not.
MILLIONS: dict[str, tuple[Json, tuple[str, ...]]] = {
    "Textbox": (LONG, ("1 000 000 characters", "abcdefghi")),
    "Code": (LONG, ("1 000 000 characters", "abcdefghi")),
    "Markdown": (LONG, ("100 000 words", "abcdefghi")),
    "HTML": (LONG, ("1.0 MB", "abcdefghi")),
    "JSON": ({"long": LONG}, ("1 key", "1 000 000 characters")),
    "Dropdown": (LONG, ("abcdefghi", f"980 000 characters {HIDDEN}")),
    "ColorPicker": (LONG, ("abcdefghi", f"980 000 characters {HIDDEN}")),
    "Label": ({"label": LONG, "confidences": None}, ("abcdefghi",)),
    "HighlightedText": (
        [{"token": LONG, "class_or_confidence": "x"}],
        ("1 marked", f"980 000 characters {HIDDEN}"),
    ),
    "Image": (file_data(f"{LONG}.png"), ("abcdefghi",)),
    "AnnotatedImage": ({"image": file_data("a.png"), "annotations": LONG}, ("a.png",)),
    "Plot": ({"type": "plotly", "plot": f'{{"layout": "{LONG}"}}'}, (HIDDEN,)),
    "Gallery": ([{"image": file_data("a.png"), "caption": LONG}], ("1 picture", "abcdefghi")),
    "ImageSlider": ([file_data(LONG)] * 2, ("2 pictures",)),
    "Audio": (file_data(f"{LONG}.wav"), ("abcdefghi",)),
    "Video": (file_data(f"{LONG}.mp4"), ("abcdefghi",)),
    "File": ([file_data(LONG)], ("abcdefghi",)),
    "Dataframe": ({"headers": ["a"], "data": [[LONG]]}, ("1 row", "abcdefghi")),
    "NativePlot": (LONG, (f'"{LONG[:20]}', HIDDEN)),
    "Chatbot": ([{"role": "user", "content": LONG}], ("1 message", "abcdefghi")),
    "Dialogue": ([{"speaker": "Ann", "text": LONG}], ("Ann", "abcdefghi")),
    "MultimodalTextbox": ({"text": LONG, "files": []}, ("100 000 words", "abcdefghi")),
    "FileExplorer": ([["a", LONG]], ("1 file", "a/abcdefghi")),
    "ParamViewer": ({"a": {"type": LONG}}, ("1 parameter", "a: abcdefghi", HIDDEN)),
}


async def test_a_million_characters_are_shown_as_what_they_are_in_every_view() -> None:
    rows = {component: OUTPUTS[component] for component in MILLIONS}
    assert set(rows.values()) == set(OUTPUTS.values()), "a view is missing"
    views: dict[str, OutputView] = {}
    app = WidgetHost(lambda: [*views.values()])
    async with app.run_test(size=(80, 24)) as pilot:
        for component, (value, words) in MILLIONS.items():
            view = view_for(Return("out", component))
            await app.screen.query_one(VerticalScroll).mount(view)
            view.show(value, True)
            await shown(app, pilot)
            width = view.body.content_size.width
            last = view.body.line_count(width) - 1
            note = view.body.line_at(last, width).plain if last >= 0 else ""
            text = f"{screen_text(app)}\n{note}"
            assert [each for each in words if each not in text] == [], component
            await view.remove()


async def test_a_number_is_drawn_on_the_row_of_its_label() -> None:
    rows = await drawn("Number", 1907)

    assert rows[0].split() == ["▌", "out", "1907"]
    assert "".join(rows[1:]) == ""


async def test_a_colour_has_its_swatch() -> None:
    assert (await drawn("ColorPicker", "#ff8800"))[0].endswith("[    ] #ff8800")


async def test_a_label_has_a_bar_for_each_confidence() -> None:
    value = {
        "label": "cat",
        "confidences": [{"label": "cat", "confidence": 0.75}, {"label": "dog", "confidence": 0.25}],
    }

    rows = await drawn("Label", value)

    assert rows[0].split()[-1] == "cat"
    assert abs(rows[1].count("━") - 3 * rows[2].count("━")) <= 2
    assert rows[2].count("━") > 5
    assert rows[1].endswith("75.0 %")


@pytest.mark.parametrize(
    ("value", "summary"),
    [
        ("cat [/x]", "cat [/x]"),
        (3, "3"),
        ({"label": "cat", "confidences": None}, "cat"),
        ({"label": None, "confidences": []}, "nothing"),
        ({"label": None}, "nothing"),
        (None, "nothing"),
    ],
)
async def test_a_label_without_confidences_is_the_label(value: Json, summary: str) -> None:
    rows = await drawn("Label", value)

    assert rows[0].split(maxsplit=2)[2] == summary
    assert "".join(rows[1:]) == ""


async def test_a_value_that_is_no_label_is_json() -> None:
    assert '"odd": 7' in "".join(await drawn("Label", {"odd": 7}))


async def test_a_large_value_is_written_in_a_thread_to_be_copied() -> None:
    async with on_screen(Return("out", "JSON")) as (app, view, pilot):
        threads: list[bool] = []
        for value in ({"a": 1}, {"a": LONG}, [1] * 30_000):

            def make(value: Json = value) -> str:
                threads.append(current_thread() is main_thread())
                return as_json(value)

            copy_value(view, value, make)
            await shown(app, pilot)
        assert threads == [True, False, False]


async def test_a_plot_is_drawn_from_its_data() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8), (0, 0, 255)).save(out, "PNG")
    value = {
        "type": "matplotlib",
        "plot": f"data:image/png;base64,{b64encode(out.getvalue()).decode()}",
    }

    rows = await drawn("Plot", value)

    assert "▀" in rows[1]
    assert "png · 8×8" in rows[0]


async def test_a_plot_of_a_library_is_drawn_again_or_is_its_document() -> None:
    figure = '{"data": [{"x": [1, 2], "y": [3, 4]}], "layout": {"title": {"text": "Two"}}}'
    rows = await drawn("Plot", {"type": "plotly", "plot": figure})
    assert rows[0].endswith("line plot · 2 points")
    assert rows[1].strip() == "Two"

    rows = await drawn("Plot", {"type": "bokeh", "plot": '{"doc": {}}'})
    assert rows[0].endswith("bokeh plot")
    assert [row.strip() for row in rows[1:4]] == ["{", '"doc": {}', "}"]
    rows = await drawn("Plot", {"type": "plotly", "plot": "{"})
    assert [row.strip() for row in rows[1:3]] == ["{", '"type": "plotly",']


async def test_files_are_listed_by_name_type_and_size() -> None:
    async with on_screen(Return("out", "File")) as (app, view, pilot):
        view.show([file_data("a.csv", size=1200), file_data("b.zip", size=12_345_678)], True)
        await pilot.pause()
        rows = [" ".join(row.split()) for row in screen_text(app).split("\n")]
        assert rows[1:3] == ["a.csv csv · 1.2 kB", "b.zip zip · 12 MB"]
        assert view.file == file_data("a.csv", size=1200)


async def test_an_unknown_component_is_json_and_its_files_are_listed_and_can_be_saved() -> None:
    async with on_screen(Return("out", "FancyThing")) as (app, view, pilot):
        view.show({"a": [1, None], "f": file_data("x.bin")}, True)
        await pilot.pause()
        text = screen_text(app)
        assert '"a": [' in text
        assert "· x.bin" in text
        assert view.file == file_data("x.bin")


async def test_markdown_is_laid_out_as_it_streams() -> None:
    async with on_screen(Return("out", "Markdown")) as (app, view, pilot):
        view.show("# Title\n\nsome **bold** te", False)
        await pilot.pause()
        assert "some bold te▍" in screen_text(app)
        view.show("# Title\n\nsome **bold** text", True)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "some bold text " in screen_text(app)
        assert view.text_to_copy() == "# Title\n\nsome **bold** text"


async def test_a_value_shown_before_the_view_is_mounted_is_drawn_after() -> None:
    app = WidgetHost(
        lambda: [view_for(Return("out", component)) for component in ("Textbox", "Markdown")]
    )
    made = app.make

    def make() -> list[Any]:
        views: list[Any] = list(made())
        for view in views:
            view.show("# early **words**", True)
        return views

    app.make = make
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert screen_text(app).count("early") == 2


async def test_text_on_the_screen_can_be_selected() -> None:
    async with on_screen(Return("out", "Textbox")) as (app, view, pilot):
        view.show("one two three", True)
        await pilot.pause()
        await pilot.mouse_down(view.body, offset=(2, 0))
        await pilot.hover(view.body, offset=(8, 0))
        await pilot.mouse_up(view.body, offset=(8, 0))
        await pilot.pause()
        assert (app.screen.get_selected_text() or "").strip().startswith("one tw")


@pytest.mark.parametrize("component", ["Textbox", "Dropdown", "Image", "File", "Unknown"])
async def test_what_else_changes_stands_under_the_value(component: str) -> None:
    changes = {"choices": [["One", 1], ["Two", 2]], "label": "New"}
    async with on_screen(Return("out", component)) as (app, view, pilot):
        view.show("the value", True, changes)
        await pilot.pause()
        rows = [row.strip() for row in screen_text(app).split("\n")]
        first = next(place for place, row in enumerate(rows) if "the value" in row)
        at = rows.index("choices: One | Two")
        assert at > first
        assert rows[at + 1] == "label: New"
        view.show("the value", True)
        await pilot.pause()
        assert "choices" not in screen_text(app)


@pytest.mark.parametrize("component", ["Textbox", "Dropdown", "Image", "File", "Unknown"])
async def test_an_output_whose_value_did_not_change_says_so_and_copies_the_changes(
    component: str,
) -> None:
    async with on_screen(Return("out", component)) as (app, view, pilot):
        view.show("an earlier call", True)
        await pilot.pause()
        view.show(MISSING, True, {"visible": False})
        await pilot.pause()
        rows = [row.strip() for row in screen_text(app).split("\n") if row.strip()]
        assert rows[0].split()[-2:] == ["out", "unchanged"]
        assert rows[1:] == ["hidden"]
        assert view.copied_text() == '{\n  "visible": false\n}'


async def test_subtitles_are_saved_with_their_video() -> None:
    video, subtitles = file_data("film.mp4"), file_data("words.vtt")
    async with on_screen(Return("Film", "Video")) as (app, view, pilot):
        view.show({"video": video, "subtitles": subtitles}, True)  # Gradio 4 and 5
        await pilot.pause()
        assert view.files_to_save == (video, subtitles)
        assert "words.vtt" in screen_text(app)
        view.show(video, True, {"subtitles": subtitles})  # Gradio 6
        await pilot.pause()
        assert view.files_to_save == (video, subtitles)
        assert "subtitles: words.vtt" in screen_text(app)


PLOT = {
    "columns": ["day", "n"],
    "data": [["mon", 3], ["tue", 5]],
    "datatypes": {"day": "nominal", "n": "quantitative"},
    "mark": "bar",
}


async def test_a_plot_of_gradio_is_drawn_and_its_data_is_a_table_by_a_key() -> None:
    async with on_screen(Return("out", "NativePlot")) as (app, view, pilot):
        view.show(PLOT, True)
        view.focus()
        await pilot.pause()
        assert "bar plot · 2 points" in screen_text(app)
        assert "█" in screen_text(app)
        await pilot.press("t", "down", "right")
        assert view.copied_text() == "5"
        assert view.path_in_hand == ("data", 1, 1)
        assert "█" not in screen_text(app)
        await pilot.press("t")
        assert "█" in screen_text(app)
        assert view.copied_text() == "day\tn\nmon\t3\ntue\t5"
        view.show("no plot", True)
        await pilot.pause()
        assert '"no plot"' in screen_text(app)


async def test_a_large_plot_is_read_off_the_loop() -> None:
    rows = [[number, number % 7] for number in range(30_000)]
    text = "\n".join(await drawn("LinePlot", {**PLOT, "data": rows, "mark": "line"}))

    assert "line plot · 30 000 points" in text
    assert "of 30 000 points drawn" in text


@pytest.mark.parametrize(
    ("component", "value", "rows"),
    [
        ("Dialogue", [{"speaker": "Ann", "text": "hello"}], ["Ann", "hello"]),
        ("Dialogue", "Ann: hello", ["Ann: hello"]),
        ("MultimodalTextbox", {"text": "see", "files": []}, ["see"]),
        ("MultimodalTextbox", {"text": "see", "files": [file_data("a.png")]}, ["see", "[a.png]"]),
        ("FileExplorer", [["a", "b.txt"], ["c.txt"]], ["a/b.txt", "c.txt"]),
        ("Timeseries", {"headers": ["t"], "data": [[1]]}, ["t", "─", "1"]),
        (
            "ParamViewer",
            {
                "a": {"type": "int | [x]", "description": "how [b]many", "default": "1"},
                "b": {"type": "str"},
            },
            ["a: int | [x] = 1", "how [b]many", "b: str"],
        ),
    ],
)
async def test_what_has_a_shape_of_its_own_is_shown_as_what_it_is(
    component: str, value: Json, rows: list[str]
) -> None:
    shown = await drawn(component, value)

    assert [row.strip().split("  ")[0] for row in shown[1 : 1 + len(rows)]] == rows


@pytest.mark.parametrize(
    ("value", "shown", "copied"),
    [(1, "One", "1"), ([2, 1], "Two, One", "2, 1"), (3, "3", "3"), (None, "null", "null")],
)
async def test_a_choice_is_shown_by_its_label_and_copied_by_its_value(
    value: Json, shown: str, copied: str
) -> None:
    props = {"choices": [["One", 1], ["Two", 2], "odd"]}
    async with on_screen(Return("out", "Radio", props=props)) as (app, view, pilot):
        view.show(value, True)
        await pilot.pause()
        assert screen_text(app).split("\n")[0].split()[2:] == shown.split()
        assert view.text_to_copy() == copied
