"""Links: what is one by its values, and what only looks alike."""

from pathlib import Path

import pytest

from spacetui.model.file_input import FileInput, shape_files
from spacetui.model.linking import find_links
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink
from spacetui.model.recording import Recording
from spacetui.model.same_file import file_url
from spacetui.model.schema import Choice, Endpoint, FileShape, Json, Parameter, Return
from tests.unit.model.recordings import (
    DRAW,
    EDIT,
    HANG,
    HERE,
    PACK,
    READ,
    THERE,
    WRITE,
    endpoint,
    failed,
    picture,
    recorded,
)

POEM = "the tide comes in"


def links_of(*recordings: Recording, saved: tuple[tuple[str, str], ...] = ()) -> list[RecordedLink]:
    """Return the links of the last recording, when all are recorded in order."""
    script = RecordedScript()
    for path, url in saved:
        script = script.save_file(path, url)
    for recording in recordings:
        script = script.add(recording)
    return list(script.steps[-1].links)


def taker(parameter: Parameter) -> Endpoint:
    return endpoint("/take", [parameter], [Return("out", "JSON")])


def test_a_long_text_that_equals_one_earlier_output_is_a_link_also_across_apps() -> None:
    made = recorded(WRITE, {"prompt": "a poem"}, POEM)
    assert links_of(made, recorded(READ, {"text": POEM}, None)) == [RecordedLink("text", 1, 0)]
    assert links_of(made, recorded(READ, {"text": POEM}, None, source=THERE))


@pytest.mark.parametrize(
    "value",
    [
        ["lighthouse", "harbour"],
        {"title": "lighthouse", "seed": 7},
        list(range(8)),
    ],
)
def test_a_telling_list_or_object_that_equals_one_earlier_output_is_a_link(value: Json) -> None:
    tell = endpoint("/tell", [], [Return("JSON", "JSON")])
    take = taker(Parameter("value", component="JSON"))
    assert links_of(recorded(tell, {}, value), recorded(take, {"value": value}, None))


EIGHT = Parameter("text", component="Textbox", default="a lighthouse at dusk")


@pytest.mark.parametrize(
    ("output", "parameter", "value"),
    [
        pytest.param(42, Parameter("seed"), 42, id="a number"),
        pytest.param(123456789012, Parameter("seed"), 123456789012, id="a long number"),
        pytest.param(True, Parameter("flag"), True, id="a boolean"),
        pytest.param("english", Parameter("language"), "english", id="a short text"),
        pytest.param(" " * 20, Parameter("text"), " " * 20, id="blanks"),
        pytest.param([], Parameter("rows"), [], id="an empty list"),
        pytest.param([1, 2, 3], Parameter("box"), [1, 2, 3], id="a few numbers"),
        pytest.param({"ok": True}, Parameter("value"), {"ok": True}, id="a trivial object"),
        pytest.param("a lighthouse at dusk", EIGHT, "a lighthouse at dusk", id="the default"),
        pytest.param(
            "a boat in fog",
            Parameter("text", example="a boat in fog"),
            "a boat in fog",
            id="example",
        ),
        pytest.param(
            "realistic",
            Parameter("style", choices=(Choice("Realistic", "realistic"), Choice("b", "b"))),
            "realistic",
            id="a choice",
        ),
        pytest.param(POEM, Parameter("text"), POEM.title(), id="another case"),
        pytest.param(POEM, Parameter("text"), f"{POEM} ", id="one blank more"),
        pytest.param(POEM, Parameter("text"), POEM[:-3], id="a part of it"),
    ],
)
def test_what_only_looks_alike_is_not_linked(
    output: Json, parameter: Parameter, value: Json
) -> None:
    give = endpoint("/give", [], [Return("out", "JSON")])
    taken = recorded(taker(parameter), {parameter.name: value}, None)
    assert links_of(recorded(give, {}, output), taken) == []


def test_what_two_steps_gave_is_not_linked() -> None:
    made = recorded(WRITE, {"prompt": "a poem"}, POEM)
    assert links_of(made, made, recorded(READ, {"text": POEM}, None)) == []


def test_what_the_user_gave_to_an_earlier_step_is_not_linked() -> None:
    echo = recorded(WRITE, {"prompt": POEM}, POEM)
    assert links_of(echo, recorded(READ, {"text": POEM}, None)) == []


def test_what_a_failed_step_or_a_later_one_gave_is_not_linked() -> None:
    assert links_of(failed(WRITE, {}), recorded(READ, {"text": POEM}, None)) == []
    read, write = recorded(READ, {"text": POEM}, None), recorded(WRITE, {}, POEM)
    assert find_links(read, (), ()) == ()
    assert links_of(read, write) == []


def test_an_example_row_of_the_app_is_not_linked() -> None:
    take = Endpoint(
        "/take", 0, parameters=(Parameter("text"),), examples=({"text": POEM}, {"other": 1})
    )
    assert links_of(recorded(WRITE, {}, POEM), recorded(take, {"text": POEM})) == []


# Files.

URL = file_url(HERE, picture())


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(picture(), id="the app's own object"),
        pytest.param(FileInput(URL), id="its URL"),
        pytest.param(
            FileInput("https://replica.example/file=x.webp"), id="the URL it was sent with"
        ),
        pytest.param(FileInput("/home/me/lighthouse.webp"), id="the file that was saved"),
    ],
)
def test_a_file_that_an_earlier_step_gave_is_a_link(given: Json) -> None:
    made = recorded(DRAW, {}, picture(url="https://replica.example/file=x.webp"))
    edit = recorded(EDIT, {"image": given, "strength": 4}, None)
    saved = (("/home/me/lighthouse.webp", URL),)
    assert links_of(made, edit, saved=saved) == [RecordedLink("image", 1, 0)]


def test_a_file_reaches_an_app_elsewhere_by_its_url_alone() -> None:
    made = recorded(DRAW, {}, picture())
    far = recorded(EDIT, {"image": FileInput(URL)}, None, source=THERE)
    assert links_of(made, far) == [RecordedLink("image", 1, 0)]
    # The same path on the disk of another server is another file.
    other = recorded(EDIT, {"image": picture()}, None, source=THERE)
    assert links_of(made, other) == []


def test_a_saved_file_is_known_however_its_path_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    made = recorded(DRAW, {}, picture())
    for path in ("boat.webp", "./x/../boat.webp", "~/boat.webp"):
        edit = recorded(EDIT, {"image": FileInput(path)}, None)
        assert links_of(made, edit, saved=((str(tmp_path / "boat.webp"), URL),))


def test_a_file_of_the_users_own_is_not_linked() -> None:
    made = recorded(DRAW, {}, picture())
    own = recorded(EDIT, {"image": FileInput("/home/me/lighthouse.webp")}, None)
    assert links_of(made, own) == []


def test_one_picture_of_a_gallery_is_linked_by_its_path() -> None:
    wall = [{"image": picture(f"{n}.webp"), "caption": None} for n in range(3)]
    made = recorded(HANG, {}, wall, 7)
    edit = recorded(EDIT, {"image": FileInput(file_url(HERE, picture("1.webp")))}, None)
    assert links_of(made, edit) == [RecordedLink("image", 1, 0, (1, "image"))]


def test_all_files_of_a_list_are_one_link_and_some_of_them_none() -> None:
    wall = [{"image": picture(f"{n}.webp"), "caption": None} for n in range(3)]
    files = [FileInput(file_url(HERE, picture(f"{n}.webp"))) for n in range(3)]
    made = recorded(HANG, {}, wall, 7)
    assert links_of(made, recorded(PACK, {"files": files}, None)) == [RecordedLink("files", 1, 0)]
    assert links_of(made, recorded(PACK, {"files": files[:2]}, None)) == []


def test_a_caption_that_the_user_wrote_is_not_lost_to_a_link() -> None:
    frame = Parameter("wall", component="Gallery", file_shape=FileShape.GALLERY)
    value = shape_files(frame, [FileInput(URL)])
    made = recorded(DRAW, {}, picture())
    assert links_of(made, recorded(taker(frame), {"wall": value}, None))
    value[0]["caption"] = "by me"
    assert links_of(made, recorded(taker(frame), {"wall": value}, None)) == []


def test_of_two_steps_that_gave_the_same_file_the_later_one_is_linked() -> None:
    made = recorded(DRAW, {}, picture())
    edit = recorded(EDIT, {"image": FileInput(URL)}, None)
    assert links_of(made, made, edit) == [RecordedLink("image", 2, 0)]
