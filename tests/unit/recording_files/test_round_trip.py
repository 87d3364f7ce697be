"""Whatever is recorded comes back from its file as it was, and the file can be read by a person."""

import math
import tomllib
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spacetui.errors import BadValue
from spacetui.model.drift import endpoint_drift, shape_of
from spacetui.model.file_input import FileInput
from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink
from spacetui.model.schema import WITHHELD, Json, Parameter
from spacetui.model.source import Source
from spacetui.recording_files.document import FileLink, FileStep, RecordingFile
from spacetui.recording_files.read import read_document
from spacetui.recording_files.to_script import StepTarget, script_of_document
from spacetui.recording_files.toml_text import toml_text
from spacetui.recording_files.write import document_of, write_document
from spacetui.text.terminal_escapes import is_safe
from tests.unit.model.recordings import (
    COUNT,
    EDIT,
    HANG,
    THERE,
    WRITE,
    endpoint,
    failed,
    picture,
    recorded,
)
from tests.unit.snippets.samples import HOSTILE, texts, values

files = st.builds(FileInput, st.sampled_from(["a.png", '../it\'s "x".png', "https://x/y"]))
inputs = st.dictionaries(
    st.sampled_from(["prompt", "a b", "é", '"', "path", "from", "json", ""]),
    values | files | st.lists(files | values, max_size=3),
    max_size=4,
)


def same(one: Json, other: Json) -> bool:
    """Compare with NaN equal to itself, and True unequal to 1."""
    return repr(one) == repr(other)


@given(inputs)
@example({"a": math.nan, "b": [math.inf, -math.inf], "c": 2**70, "d": None, "e": -0.0})
@example({"a": {"path": "x"}, "b": {"from": "x", "output": 1}, "c": {"json": "1"}})
@example({"a": {"value": {"value": 3}}, "b": {"variable": "MY_X"}, "c": {"value": 5}})
@example({"a": '"""\n""""\n"', "b": "\n\nx\n", "c": "\\\n \r\n\t", "d": 'ends in a quote\n"'})
@example({"a": {"\ud800": [1, "\udfff"]}})
@example({f"p{at}": text for at, text in enumerate(HOSTILE)})
def test_inputs_survive_the_file(given_inputs: dict[str, Json]) -> None:
    step = FileStep("step", "owner/name", "/infer", given_inputs)
    text = write_document(RecordingFile((step,)))
    assert all(is_safe(line) for line in text.splitlines())
    assert same(read_document(text, "x.toml").steps[0].inputs, given_inputs)


@given(texts, texts, st.lists(st.sampled_from(["a", "it's", 0, 7]), max_size=3))
def test_notes_sources_and_links_survive_the_file(note: str, src: str, path: list[Json]) -> None:
    link = FileLink("first", 2, tuple(path))
    steps = (
        FileStep("first", src or "o/n", "/a", note=note, visit=3),
        FileStep("second", "o/n", "#3", links={"x": link}, variables={"key": "MY_KEY"}),
    )
    document = RecordingFile(steps)
    assert read_document(write_document(document), "x.toml") == document


def test_a_text_of_several_lines_is_written_in_as_many() -> None:
    assert toml_text('say "hi"\nand \\ go') == '"""\nsay "hi"\nand \\\\ go"""'


WALL = [{"image": picture(f"{n}.webp"), "caption": None} for n in range(2)]
CHAT = Source("owner/chat", "https://owner-chat.hf.space", has_login=True, headers=("X-Key",))
LOCK = endpoint("/open", [Parameter("key", is_secret=True, component="Textbox")])


def journey() -> RecordedScript:
    script = RecordedScript().add(recorded(HANG, {"prompt": "two boats\nin fog"}, WALL, 7))
    image = FileInput("/home/me/work/in/lighthouse.webp")
    script = script.add(
        recorded(EDIT, {"image": image, "strength": 0.5}, picture("b.webp"), source=THERE)
    )
    script = script.add(recorded(EDIT, {"image": image}, picture("c.webp")))
    script = script.link(3, RecordedLink("image", 1, 0, (1, "image"))).rename(3, "framed")
    script = script.annotate(1, "the wall\nwith two pictures").add(failed(WRITE, {"prompt": "x"}))
    return script.add(recorded(LOCK, {"key": WITHHELD}, source=CHAT))


def test_a_recording_is_a_file_that_a_person_can_read() -> None:
    text = write_document(document_of(journey(), PurePosixPath("/home/me/work")))
    calls, _, schemas = text.partition("# What the apps said")
    assert (
        calls
        == '''\
# A recording of spacetui: `spacetui replay FILE` makes these calls again.
# owner/chat wants a login (--auth), the header X-Key (--header)
# left out: http://127.0.0.1:1 /write: it failed
format = 1

[[step]]
name = "result"
src = "http://127.0.0.1:1"
api_name = "/hang"
note = """
the wall
with two pictures"""

[step.inputs]
prompt = """
two boats
in fog"""

[[step]]
name = "image"
src = "http://127.0.0.1:2"
api_name = "/edit"

[step.inputs]
image = { path = "in/lighthouse.webp" }
strength = 0.5

[[step]]
name = "framed"
src = "http://127.0.0.1:1"
api_name = "/edit"

[step.inputs]
image = { from = "result", output = 0, path = [1, "image"] }

[[step]]
name = "result_2"
src = "owner/chat"
api_name = "/open"

[step.inputs]
key = { variable = "MY_KEY" }

'''
    )
    assert '    { name = "strength", component = "Slider", default = "4" },\n' in schemas


def test_a_script_and_the_schema_it_was_made_with_survive_the_file() -> None:
    document = document_of(journey())
    read = read_document(write_document(document), "x.toml")
    for kept, made in zip(read.steps, document.steps, strict=True):
        assert (kept.name, kept.inputs, kept.links) == (made.name, made.inputs, made.links)
        assert made.shape is not None
        assert kept.shape is not None
        assert endpoint_drift(kept.shape, made.shape) == ()
    changed = shape_of(endpoint("/edit", [EDIT.parameters[1]], EDIT.returns))
    assert read.steps[1].shape is not None
    assert [each.text for each in endpoint_drift(read.steps[1].shape, changed)] == [
        "the parameter image is gone"
    ]


def test_visits_are_small_numbers_and_a_visit_of_one_call_is_none() -> None:
    script = RecordedScript()
    for visit in (9_007_199_254_740_991, 5, 9_007_199_254_740_991, 77):
        script = script.add(recorded(COUNT, {"step": 1}, 1, visit=visit))
    assert [each.visit for each in document_of(script).steps] == [1, 0, 1, 0]
    assert "9007199254740991" not in write_document(document_of(script))


def test_a_file_whose_name_no_toml_can_hold_is_an_error() -> None:
    made = recorded(EDIT, {"image": FileInput("bad\udcff.png")}, None)
    with pytest.raises(BadValue, match="half a character"):
        write_document(document_of(RecordedScript().add(made)))


def test_the_file_is_toml() -> None:
    text = write_document(document_of(journey()))
    assert [each["api_name"] for each in tomllib.loads(text)["step"]] == [
        "/hang",
        "/edit",
        "/edit",
        "/open",
    ]


def test_a_file_becomes_the_script_that_it_was_written_of() -> None:
    recorded_before = journey()
    before = document_of(recorded_before)
    targets = {
        step.name: StepTarget(of.endpoint, of.recording.source)
        for step, of in zip(before.steps, recorded_before.in_script, strict=True)
    }
    script = script_of_document(before, targets)
    assert [each.is_made for each in script.steps] == [False] * len(before.steps)
    assert [each.left_out for each in script.steps] == [None] * len(before.steps)
    assert document_of(script).steps == before.steps
