"""Snippets that are command lines: `spacetui run` and `gradio predict`, and what they cannot.

Each command starts Python, so that few programs have many values. What `gradio predict` cannot is
shown by its failure at that.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from spacetui.errors import CannotWrite
from spacetui.model.call import Call
from spacetui.model.file_data import FILE_DATA
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Endpoint, Json
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES, render
from spacetui.snippets.shell_quoting import quote_shell_word
from tests.live.app_server import run_app
from tests.live.apps.login import PASSWORD, USER
from tests.live.snippets.programs import COMMANDS
from tests.live.snippets.test_files import ODD_NAMES
from tests.live.snippets.test_values import DIFFICULT_VALUES
from tests.soak_after import soak_after

pytestmark = pytest.mark.live

TEXT = 'it\'s "x" $(id) `id` \\ %s !! ${HOME} # ; & | < > * ? ~ = := @ -x'
HEADERS = Endpoint("/headers", 0)
CERTIFICATE = Path(__file__).parents[1] / "localhost.pem"


@pytest.mark.parametrize("program", soak_after(1, COMMANDS))
def test_difficult_values_arrive_exactly(program: str, one: Any, run: Callable[..., Any]) -> None:
    endpoint = one.endpoint("/tell")
    values = [*DIFFICULT_VALUES, 2**53 + 1, -(2**63), -0.0]
    ran = run(script_of_call(Call(endpoint, {"value": values}), one.source), program)
    assert repr(ran.json_output(endpoint)) == repr(values)


@pytest.mark.soak
@pytest.mark.parametrize("program", COMMANDS)
def test_texts_numbers_and_choices_arrive_exactly(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint("/words")
    values = {"text": TEXT + "\n\r\x1b\u2028 漢 😀", "number": 0.25, "flag": True, "choice": '"b"'}
    ran = run(script_of_call(Call(endpoint, values), one.source), program)
    assert ran.outputs(endpoint) == tuple(values.values())
    # Without values, the app's own defaults and the empty values of missing ones.
    ran = run(script_of_call(Call(endpoint, {}), one.source), program)
    assert ran.outputs(endpoint) == ("", 0, False, "it's")


@pytest.mark.soak
@pytest.mark.parametrize("program", COMMANDS)
def test_files_of_odd_names_arrive(
    program: str, one: Any, run: Callable[..., Any], tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in (*ODD_NAMES, "new\nline.png")]
    for n, path in enumerate(paths):
        Image.new("RGB", (10 + n, 4), "olive").save(path, "PNG")
    files = [FileInput(str(path)) for path in paths]
    sizes, weigh, message = map(one.endpoint, ("/sizes", "/weigh", "/message"))
    two_pictures = Call(sizes, {"one": files[0], "two": FileInput("new\nline.png")})
    ran = run(script_of_call(two_pictures, one.source), program)
    assert ran.json_output(sizes) == [[10, 4], [15, 4]]
    ran = run(script_of_call(Call(weigh, {"files": files}), one.source), program)
    weights = [path.stat().st_size for path in paths]
    assert ran.json_output(weigh) == weights
    value = {"text": "it's", "files": files[:2]}
    ran = run(script_of_call(Call(message, {"message": value}), one.source), program)
    assert ran.json_output(message) == ["it's", weights[:2]]


@pytest.mark.soak
@pytest.mark.parametrize("program", COMMANDS)
def test_outputs_and_files_reach_later_steps_of_another_app(
    program: str, one: Any, two: Any, run: Callable[..., Any], tmp_path: Path
) -> None:
    for n in range(2):
        Image.new("RGB", (10 + n, 4), "olive").save(tmp_path / f"{n}.png")
    wall = [{"image": FileInput(f"{n}.png"), "caption": "it's" if n else None} for n in range(2)]
    hang, words = one.endpoint("/hang"), one.endpoint("/words")
    values = {"text": TEXT, "number": 7.5, "flag": True, "choice": '"b"'}
    all_words = tuple(Link(name, 0, output) for output, name in enumerate(values))
    both_pictures = (Link("one", 2, 1, (1, "image")), Link("two", 2, 1))
    steps = (
        Step(0, words, values),
        Step(1, two.endpoint("/words"), {}, all_words, name="words"),
        Step(0, hang, {"pictures": wall}),
        Step(1, two.endpoint("/hang"), {}, (Link("pictures", 2, 1),), name="hung"),
        Step(1, two.endpoint("/weigh"), {}, (Link("files", 2, 1),), name="weighed"),
        Step(1, two.endpoint("/sizes"), {}, both_pictures, name="measured"),
    )
    ran = run(Script((one.source, two.source), steps), program)
    assert ran.code == 0, ran.err
    results = printed(program, ran.out)
    assert results[0] == list(values.values())
    assert [size for size, _ in json.loads(results[1][0])] == [[10, 4], [11, 4]]
    assert [each["caption"] for each in results[1][1]] == [None, "it's"]
    assert len(json.loads(results[2][0])) == 2
    assert json.loads(results[3][0]) == [[11, 4], [10, 4]]
    said = [line for line in ran.err.splitlines() if line.endswith(":")]
    assert said == ["words:", "hung:", "weighed:", "measured:"]


def printed(program: str, out: str) -> list[list[Any]]:
    """Return the outputs of each step that were printed, in order."""
    if program == "command":
        events = map(json.loads, out.splitlines())
        return [each["data"] for each in events if each["event"] == "done"]
    objects = out.removeprefix("{\n").split("\n{\n")
    return [list(json.loads("{" + each).values()) for each in objects]


@pytest.mark.soak
@pytest.mark.parametrize("program", COMMANDS)
def test_an_app_that_fails_or_is_not_there_fails_the_program(
    program: str, one: Any, run: Callable[..., Any]
) -> None:
    fail = Step(0, one.endpoint("/fail"), {"text": "rain"})
    shine = Step(0, one.endpoint("/tell"), {"value": "shine"})
    ran = run(Script((one.source,), (fail, shine)), program)
    assert ran.code == 1
    assert "no use for rain" in ran.err
    assert "shine" not in ran.out
    gone = one.source._replace(src="http://127.0.0.1:9/none", url="http://127.0.0.1:9/none")
    ran = run(Script((gone,), (shine,)), program)
    assert ran.code != 0
    assert ran.err


@pytest.mark.soak
def test_a_stream_is_printed_as_run_prints_it(one: Any, run: Callable[..., Any]) -> None:
    call = Call(one.endpoint("/drip"), {"text": "it's", "times": 3})
    ran = run(script_of_call(call, one.source), "command")
    events = [json.loads(line) for line in ran.out.splitlines()]
    drops = [each["data"] for each in events if each["event"] == "output"]
    assert drops == [["it's"], ["it's it's"], ["it's it's it's"]]
    assert events[-1]["data"] == drops[-1]
    ran = run(script_of_call(call, one.source), "gradio-predict")
    assert ran.outputs(call.endpoint) == ("it's it's it's",)


@pytest.mark.soak
def test_what_is_too_long_for_an_argument_arrives(one: Any, run: Callable[..., Any]) -> None:
    text, tell = "it's 漢\n" * 500_000, one.endpoint("/tell")
    steps = (Step(0, tell, {"value": text}), Step(0, tell, {}, (Link("value", 0, 0),)))
    ran = run(Script((one.source,), steps), "command")
    assert json.loads(ran.json_output(tell)) == text


@pytest.mark.soak
@pytest.mark.parametrize("name", ("/quiet", "/at_once"))
def test_undocumented_and_unqueued_endpoints_answer(
    name: str, one: Any, run: Callable[..., Any]
) -> None:
    endpoint = one.endpoint(name)
    ran = run(script_of_call(Call(endpoint, {"value": TEXT}), one.source), "command")
    assert ran.json_output(endpoint) == TEXT


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Run an app with a login and a certificate that nobody knows."""
    folder = tmp_path_factory.mktemp("guarded")
    with run_app("guarded", folder, str(CERTIFICATE), scheme="https") as url:
        yield Source(url, url, api_prefix="/gradio_api", protocol="sse_v3", version="6.31.0")


@pytest.mark.soak
def test_a_login_and_headers_go_to_an_app_with_its_own_certificate(
    guarded: Source, run: Callable[..., Any]
) -> None:
    source = guarded._replace(has_login=True, is_insecure=True, headers=("X-Key",))
    credentials = {"APP_USER": USER, "APP_PASSWORD": PASSWORD, "APP_X_KEY": "a key's"}
    ran = run(script_of_call(Call(HEADERS), source), "command", **credentials)
    (headers,) = ran.outputs(HEADERS)
    assert headers["x-key"] == "a key's"
    ran = run(script_of_call(Call(HEADERS), source), "command")
    assert ran.code != 0
    assert "APP_" in ran.err


# What the rows say that the two commands cannot: each fails at that.


def refusal(name: str, script: Script) -> str:
    with pytest.raises(CannotWrite) as caught:
        render(script, name)
    return caught.value.failure.message


@pytest.mark.soak
@pytest.mark.parametrize("program", COMMANDS)
def test_a_command_starts_without_state(program: str, one: Any, run: Callable[..., Any]) -> None:
    count = one.endpoint("/count")
    steps = [Step(0, count, {"step": number}) for number in (2, 3)]
    for step, total in zip(steps, (2, 3), strict=True):
        assert run(Script((one.source,), (step,)), program).outputs(count) == (total,)
    assert "without State" in refusal(program, Script((one.source,), tuple(steps)))


def predict(run_code: Callable[..., Any], *words: str) -> Any:
    """Run `gradio predict` with these words, each as it stands in a shell."""
    return run_code(f"gradio predict {' '.join(words)}\n", "gradio-predict")


@pytest.mark.soak
def test_gradio_predict_has_no_option_for_credentials(
    guarded: Source, run_code: Callable[..., Any]
) -> None:
    ran = predict(run_code, guarded.src, "/headers", "'{}'")
    assert ran.code == 1
    assert "CERTIFICATE_VERIFY_FAILED" in ran.err
    source = guarded._replace(src="http://127.0.0.1:1", url="http://127.0.0.1:1")
    for option, more in (
        ("auth", {"has_login": True}),
        ("header", {"headers": ("X-Key",)}),
        ("header", {"has_own_token": True}),
        ("insecure", {"is_insecure": True}),
    ):
        ran = predict(run_code, guarded.src, "/headers", "'{}'", f"--{option}", "x")
        assert ran.code == 2
        assert f"No such option: --{option}" in ran.err
        script = script_of_call(Call(HEADERS), source._replace(**more))
        assert "it has no option for" in refusal("gradio-predict", script)
    ran = predict(run_code, guarded.src, "/headers", "'{}'", "--oauth-token", "x")
    assert (ran.code, "No such option: --oauth-token" in ran.err) == (2, True)
    takes_token = HEADERS._replace(oauth_token="required")
    assert "OAuth" in refusal("gradio-predict", script_of_call(Call(takes_token), source))


@pytest.mark.soak
def test_gradio_predict_fails_at_endpoints_that_are_not_listed(
    one: Any, run_code: Callable[..., Any]
) -> None:
    quiet, tell = one.endpoint("/quiet"), one.endpoint("/tell")
    ran = predict(run_code, one.source.src, "/quiet", """'{"value": 1}'""")
    assert (ran.code, ran.out) == (1, "")
    assert "does not support key-word arguments" in ran.err
    unnamed = tell._replace(api_name=f"#{tell.fn_index}")
    ran = predict(run_code, one.source.src, f"'{unnamed.api_name}'", """'{"value": 1}'""")
    assert (ran.code, ran.out) == (1, "")
    for endpoint, reason in (
        (quiet, "documented endpoints alone"),
        (unnamed, "by their names alone"),
    ):
        script = script_of_call(Call(endpoint, {"value": 1}), one.source)
        assert reason in refusal("gradio-predict", script)


@pytest.mark.soak
def test_gradio_predict_fails_at_parameters_of_its_client(
    one: Any, run_code: Callable[..., Any]
) -> None:
    owned = one.endpoint("/owned")
    values = {"self": "a", "api_name": "b", "headers": "c", "hasOwnProperty": "d"}
    ran = predict(run_code, one.source.src, "/owned", f"'{json.dumps(values)}'")
    assert (ran.code, ran.out) == (1, "")
    assert "multiple values" in ran.err
    script = script_of_call(Call(owned, values), one.source)
    assert "an argument of its client" in refusal("gradio-predict", script)


@pytest.mark.soak
def test_gradio_predict_prints_one_of_two_outputs_with_the_same_label(
    one: Any, run_code: Callable[..., Any]
) -> None:
    twice = one.endpoint("/twice")
    ran = predict(run_code, one.source.src, "/twice", """'{"text": "x"}'""")
    assert json.loads(ran.out) == {"Out": "x 2"}
    script = script_of_call(Call(twice, {"text": "x"}), one.source)
    assert "two are the same" in refusal("gradio-predict", script)


@pytest.mark.soak
def test_gradio_predict_sends_no_file_that_its_app_cannot_fetch(
    one: Any, run_code: Callable[..., Any]
) -> None:
    painted = one.endpoint("/painted")
    path = painted.parameters[0].default["path"]
    file = {"path": f"{one.source.url}/gradio_api/file={path}", "meta": {"_type": FILE_DATA}}
    payload = quote_shell_word(json.dumps({"one": file, "two": None}))
    ran = predict(run_code, one.source.src, "/painted", payload)
    assert (ran.code, ran.out) == (1, "")
    script = script_of_call(Call(painted, {"two": None}), one.source)
    assert "that only the app itself can reach" in refusal("gradio-predict", script)
    # An app at a public address fetches the file from there.
    public = one.source._replace(src="owner/name", url="https://owner-name.hf.space")
    assert not LANGUAGES["gradio-predict"].refusal(replace(script, clients=(public,)))


@pytest.mark.soak
def test_gradio_predict_takes_no_value_past_the_limit_of_an_argument(
    one: Any, run_code: Callable[..., Any]
) -> None:
    value: Json = "x" * 131_072
    ran = predict(run_code, one.source.src, "/tell", quote_shell_word(json.dumps({"value": value})))
    assert (ran.code, ran.out) == (126, "")
    script = script_of_call(Call(one.endpoint("/tell"), {"value": value}), one.source)
    assert "as one argument" in refusal("gradio-predict", script)
