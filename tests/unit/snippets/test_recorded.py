"""Scripts of recorded calls: names, notes, printed results, parts of outputs, visits."""

import re

import pytest

from spacetui.model.recorded_script import RecordedScript
from spacetui.model.recorded_step import RecordedLink
from spacetui.model.recording import Recording
from spacetui.model.script import Link, Script, Step, calls_before, script_of_call
from spacetui.snippets import render
from spacetui.snippets.plan import make_plan
from tests.unit.model.recordings import (
    COUNT,
    DRAW,
    EDIT,
    HANG,
    HERE,
    THERE,
    WRITE,
    failed,
    picture,
    recorded,
)
from tests.unit.snippets.samples import COMMANDS, KEEP_STATE, PROGRAMS, WRITTEN_AS

WALL = [{"image": picture(f"{n}.webp"), "caption": None} for n in range(3)]


def first_line(code: str) -> str:
    """Return the first line of code; of a page, that of its script."""
    return code.rpartition('<script type="module">\n')[2].splitlines()[0]


def script_of(*recordings: Recording) -> RecordedScript:
    script = RecordedScript()
    for each in recordings:
        script = script.add(each)
    return script


HUNG = script_of(
    recorded(HANG, {"prompt": "boats"}, WALL, 7),
    recorded(DRAW, {"prompt": "a boat"}, picture("boat.webp")),
    recorded(EDIT, {"image": picture("1.webp"), "strength": 2}, picture("b.webp"), source=THERE),
).link(3, RecordedLink("image", 1, 0, (1, "image")))

PRINTED = {
    "python": r'^ *print\("(\w+):", \1\)(?:  # .*)?$',
    "javascript": r'^console\.log\("(\w+):", JSON\.stringify\(\1\.data, null, 2\)\);$',
    "html": r'^  show\("(\w+)", \1\.data\);$',
    "uv": r"(?:return \[|, )(boat|image)(?=[,\]])",
    "fastapi": r'"(\w+)": served\(\1\)',
    "curl": r"^printf '(\w+): \[%s\]\\n' \"\$\1\"$",
}


@pytest.mark.parametrize("name", KEEP_STATE)
def test_a_result_is_printed_under_its_name_or_linked(name: str) -> None:
    code = render(HUNG.rename(2, "boat").script(), name)
    assert re.findall(PRINTED.get(name) or PRINTED[WRITTEN_AS[name]], code, re.MULTILINE) == [
        "boat",
        "image",
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_which_result_it_prints_where_there_are_several(name: str) -> None:
    lines = render(HUNG.rename(2, "boat").script(), name).splitlines()
    assert [each for each in lines if each.endswith(">&2")] == [
        "printf 'boat:\\n' >&2",
        "printf 'image:\\n' >&2",
    ]
    assert ">&2" not in render(script_of(recorded(DRAW, {"prompt": "a"}, "x")).script(), name)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("python", '    image=handle_file(result[0][1]["image"]),'),
        ("javascript", "  image: await remote(here, result.data[0][1].image),"),
        ("typescript", "  image: await remote(here, (result.data[0] as any)[1].image),"),
        ("curl", """image_3=$(json "[$result]" 0 1 '"image"')"""),
        ("command", "  --pick /0/1/image)"),
        ("gradio-predict", """image_3=$(pick "$result" Wall 1 image)"""),
    ],
)
def test_a_part_of_an_output_is_linked(name: str, code: str) -> None:
    assert code in render(HUNG.script(), name).splitlines()


@pytest.mark.parametrize("name", PROGRAMS)
def test_keys_of_a_part_are_quoted(name: str) -> None:
    take = recorded(WRITE, {}, "").call.endpoint
    key = 'it\'s "x" $(id) 漢\x1b'
    link = Link("prompt", 0, 0, (key, 0))
    code = render(
        Script((HERE,), (Step(0, DRAW, {"prompt": "a"}), Step(0, take, {}, (link,)))), name
    )
    assert "\x1b" not in code
    written = {
        "python": '"it\'s \\"x\\" $(id) 漢\\x1b"][0]',
        "javascript": '["it\'s \\"x\\" $(id) 漢\\u001b"][0]',
        "curl": '\'"it\'"\'"\'s \\"x\\" $(id) 漢\\u001b"\' 0)',
    }
    written |= {
        "command": '--pick "$(printf \'/0/it\'"\'"\'s "x" $(id) \\346',
        "gradio-predict": "'it'\"'\"'s \"x\" $(id) \\346\\274\\242\\033')\" 0)",
    }
    assert (written.get(name) or written[WRITTEN_AS[name]]) in code


@pytest.mark.parametrize("name", PROGRAMS)
def test_notes_are_comments_that_cannot_act(name: str) -> None:
    note = "it's slow\n$(id) `id`\n\n*/ process.exit(7)\x1b[2J"
    script = HUNG.add(failed(DRAW, {"prompt": "x"})).annotate(2, note).script()
    code = render(script, name)
    marks = {"python": "# ", "javascript": "// ", "curl": ": '"}
    lines = [line for line in code.splitlines() if "slow" in line or "`id`" in line]
    assert len(lines) == 2
    mark = marks[WRITTEN_AS.get(name, name)]
    assert all(line.strip().startswith(mark) for line in lines)
    assert f"{mark}left out: http://127.0.0.1:1 /draw: it failed" in first_line(code)
    assert "\x1b" not in code


def test_a_file_leaves_an_app_that_wants_a_login_with_what_lets_one_in() -> None:
    guarded = HERE._replace(has_login=True)
    steps = (Step(0, DRAW, {"prompt": "a"}), Step(1, EDIT, {}, (Link("image", 0, 0),)))
    code = render(Script((guarded, THERE), steps), "javascript")
    # Through OwnClient, which sends credentials to the address of the app alone.
    assert "image: await remote(here, image.data[0])," in code
    assert "const here = await OwnClient.connect(" in code


COUNTED = [
    recorded(COUNT, {"step": n}, n, visit=visit, made_at=float(n))
    for n, visit in ((1, 5), (2, 5), (3, 8))
]


@pytest.mark.parametrize("name", KEEP_STATE)
def test_the_code_beside_a_result_has_the_calls_before_it_and_says_so(name: str) -> None:
    last = COUNTED[1]
    before = calls_before(COUNTED, last.visit, last.made_at)
    code = render(script_of_call(last.call, last.source, before), name)
    assert "the call before shares its State" in first_line(code)
    plan = make_plan(script_of_call(last.call, last.source, before), ())
    assert [each.arguments[0].value for each in plan.steps] == [1, 2]
    assert all(each.keeps_state for each in plan.steps)
    assert calls_before(COUNTED, 8, COUNTED[2].made_at) == ()
    assert calls_before(COUNTED, 0) == ()
    assert calls_before([*COUNTED, failed(COUNT, {})], 5) == tuple(COUNTED[:2])


@pytest.mark.parametrize("name", KEEP_STATE)
def test_forget_state_is_another_client(name: str) -> None:
    code = render(script_of(*COUNTED).script(), name)
    assert code.count("another visit of the app, which starts without State") == 1
    assert [each.client for each in make_plan(script_of(*COUNTED).script(), ()).steps] == [0, 0, 1]


def test_two_visits_have_two_session_hashes() -> None:
    alone = [recorded(COUNT, {"step": n}, n, visit=v) for n, v in ((1, 5), (2, 5), (3, 8), (4, 8))]
    code = render(script_of(*alone).script(), "curl")
    # The hash ends in the name of the function.
    assert code.count("session=${tmp##*/}-$1\n") == 1
    apps = re.findall(r"call (\w+) /count", code)
    assert apps == ["here_app", "here_app", "here_2_app", "here_2_app"]


def test_a_name_never_becomes_a_variable_of_the_shell() -> None:
    script = script_of(*[recorded(WRITE, {"prompt": str(n)}, "x") for n in range(3)])
    script = script.rename(1, "path").rename(2, "Path").rename(3, "1")
    code = render(script.script(), "curl")
    assert re.findall(r"^(\w+)=\$\(call", code, re.MULTILINE) == ["path_2", "path_3", "result_1"]
