"""The table of languages, and the exact code that each writes for a plain call."""

import re

import pytest
from pygments.lexers import get_lexer_by_name

from spacetui.errors import CannotWrite, UsageError
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter, Return
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.snippets import (
    LANGUAGES,
    Language,
    find_language,
    render,
)
from tests.unit.snippets.samples import INFER, LOCAL, SPACE, endpoint, image, text

CALL = Call(
    INFER,
    {"image": FileInput("lighthouse.png"), "prompt": "make it dusk, the lamp lit, long waves"},
)


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, row) for row in LANGUAGES.values() for name in (row.name, *row.aliases)],
)
def test_every_row_loads(name: str, language: Language) -> None:
    found = find_language(name)
    assert found is language
    assert found.suffix.startswith(".")
    assert get_lexer_by_name(found.lexer)
    assert found.render(script_of_call(CALL, SPACE)).endswith("\n")


def test_no_two_rows_share_a_name() -> None:
    names = [name for row in LANGUAGES.values() for name in (row.name, *row.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["", "perl", "\x1b[2J"])
def test_the_error_for_an_unknown_language_lists_all(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_language(name)
    assert all(each in caught.value.failure.hint for each in LANGUAGES)


def test_a_call_in_python() -> None:
    assert (
        render(script_of_call(CALL, SPACE), "python")
        == """\
from gradio_client import Client, handle_file

client = Client("Qwen/Qwen-Image-Edit", verbose=False)
result = client.predict(
    image=handle_file("lighthouse.png"),
    prompt="make it dusk, the lamp lit, long waves",
    aspect_ratio="16:9",
    true_guidance_scale=4.0,
    num_inference_steps=28,
    randomize_seed=True,
    api_name="/infer",
)
print(result)  # a file is a local path
"""
    )


def test_a_call_in_javascript() -> None:
    assert (
        render(script_of_call(CALL, SPACE), "js")
        == """\
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Client } from "@gradio/client";

const local = async (path) => new File([await readFile(path)], basename(path));

const app = await Client.connect("Qwen/Qwen-Image-Edit");
const result = await app.predict("/infer", {
  image: await local("lighthouse.png"),
  prompt: "make it dusk, the lamp lit, long waves",
  aspect_ratio: "16:9",
  true_guidance_scale: 4.0,
  num_inference_steps: 28,
  randomize_seed: true,
});
console.log(JSON.stringify(result.data, null, 2));
// The client keeps a connection open, for which node would wait.
process.stdout.end(() => process.exit());
"""
    )


def test_a_call_in_curl() -> None:
    code = render(script_of_call(CALL, SPACE), "curl")
    calls, helpers = LANGUAGES["curl"].split_helpers(code)
    assert (
        calls
        == r"""(
set -e
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

app() {
  route=$1
  shift
  curl -gsS -b "$tmp/cookies" -c "$tmp/cookies" \
    https://qwen-qwen-image-edit.hf.space/gradio_api"$route" "$@"
}

image=$(upload app lighthouse.png)
result=$(call app /infer 3 '[
  '"$image"',
  "make it dusk, the lamp lit, long waves",
  "16:9",
  4.0,
  28,
  true
]')
printf '[%s]\n' "$result"
)
"""
    )
    assert re.findall(r"^(\w+)\(\) {$", helpers, re.MULTILINE) == ["quote", "upload", "call"]


def test_a_stream_in_python() -> None:
    chat = endpoint("/chat", text("message"), streams=True)
    assert (
        render(script_of_call(Call(chat, {"message": "why?"}), SPACE), "python")
        == '''\
import time

from gradio_client import Client


def outputs_of(job):
    """Yield the outputs of a job as they come; end also when the app has refused it."""
    count, is_done = 0, False
    while not is_done:
        is_done = job.done()
        for output in job.outputs()[count:]:
            count += 1
            yield output
        time.sleep(0.01)


client = Client("Qwen/Qwen-Image-Edit", verbose=False)
job = client.submit(
    message="why?",
    api_name="/chat",
)
for partial in outputs_of(job):
    print(partial)
result = job.result()  # the last of them; raises what went wrong
'''
    )


def test_a_script_of_three_apps_in_python() -> None:
    transcribe = endpoint(
        "/predict",
        Parameter("inputs", file_shape=FileShape.ONE),
        text("task"),
        returns=(Return("text"),),
    )
    chat = endpoint("/chat", text("message"), streams=True, returns=(Return("Reply"),))
    speak = endpoint("/generate", text("text"), returns=(Return("audio", "Audio"),))
    clients = tuple(
        SPACE._replace(src=src, url=f"https://{n}.hf.space")
        for n, src in enumerate(
            ("hf-audio/whisper-large-v3", "Qwen/Qwen3-Demo", "hexgrad/Kokoro-TTS")
        )
    )
    script = Script(
        clients,
        (
            Step(0, transcribe, {"inputs": FileInput("voice.wav"), "task": "transcribe"}),
            Step(1, chat, {}, (Link("message", 0, 0),)),
            Step(2, speak, {}, (Link("text", 1, 0),)),
        ),
    )
    assert (
        render(script, "python")
        == '''\
import time

from gradio_client import Client, handle_file


def outputs_of(job):
    """Yield the outputs of a job as they come; end also when the app has refused it."""
    count, is_done = 0, False
    while not is_done:
        is_done = job.done()
        for output in job.outputs()[count:]:
            count += 1
            yield output
        time.sleep(0.01)


whisper = Client("hf-audio/whisper-large-v3", verbose=False)
qwen = Client("Qwen/Qwen3-Demo", verbose=False)
kokoro = Client("hexgrad/Kokoro-TTS", verbose=False)

# 1 · /predict
text = whisper.predict(
    inputs=handle_file("voice.wav"),
    task="transcribe",
    api_name="/predict",
)

# 2 · /chat
job = qwen.submit(
    message=text,
    api_name="/chat",
)
for partial in outputs_of(job):
    print("reply:", partial)
reply = job.result()  # the last of them; raises what went wrong

# 3 · /generate
audio = kokoro.predict(
    text=reply,
    api_name="/generate",
)
print("audio:", audio)  # a file is a local path
'''
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "python",
            ['image = ""  # path of an image file, wanted', "    image=handle_file(image),"],
        ),
        (
            "javascript",
            ['const image = ""; // path of an image file, wanted', "  image: await local(image),"],
        ),
        (
            "curl",
            [
                "MY_IMAGE=''; : 'path of an image file, wanted'",
                "MY_PROMPT='\"\"'; : 'text as JSON, wanted'",
            ],
        ),
    ],
)
def test_missing_values_are_variables_at_the_top(name: str, lines: list[str]) -> None:
    code = render(script_of_call(Call(INFER, {}), SPACE), name).splitlines()
    assert all(line in code for line in lines)
    assert code.index(lines[0]) < next(
        n
        for n, line in enumerate(code)
        if "Client(" in line or "connect(" in line or "curl" in line
    )


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_token_is_a_variable_and_only_where_it_is_needed(name: str) -> None:
    assert "HF_TOKEN" not in render(script_of_call(CALL, SPACE), name)
    assert "HF_TOKEN" in render(script_of_call(CALL, SPACE._replace(needs_token=True)), name)


def test_python_downloads_a_file_of_the_app_only_where_the_app_cannot() -> None:
    painted = endpoint(
        "/paint",
        image("image", default={"path": "/t/a b.png", "meta": {"_type": "gradio.FileData"}}),
    )
    public = render(script_of_call(Call(painted, {}), SPACE), "python")
    assert (
        'handle_file("https://qwen-qwen-image-edit.hf.space/gradio_api/file=/t/a%20b.png")'
        in public
    )
    local = render(script_of_call(Call(painted, {}), LOCAL), "python")
    assert 'from_app("http://127.0.0.1:7860/app/gradio_api/file=/t/a%20b.png")' in local
    assert "def from_app(url):" in local


@pytest.mark.parametrize("value", [2**53, [-(2**53)], {"a": [-0.0]}])
def test_javascript_refuses_numbers_that_its_client_would_change(value: Json) -> None:
    script = script_of_call(Call(endpoint("/x", text("n")), {"n": value}), SPACE)
    with pytest.raises(CannotWrite, match=r"whole numbers past 2\^53 rounded, and -0\.0 as 0"):
        render(script, "javascript")


STREAM = endpoint("/chat", text("message"), streams=True, returns=(Return("Reply"),))


def test_a_stream_in_javascript() -> None:
    code = render(script_of_call(Call(STREAM, {"message": "why?"}), SPACE), "javascript")
    assert (
        code
        == """\
import { Client } from "@gradio/client";

// Each update of a stream once: the client gives the last one again when the stream is complete.
async function* updates(job) {
  let last;
  for await (const { type, stage, message, data } of job) {
    if (stage === "error") {
      throw new Error(typeof message === "string" ? message : JSON.stringify(message));
    }
    const text = JSON.stringify(data);
    if (type !== "data" || text === last) continue;
    last = text;
    yield data;
  }
}

const app = await Client.connect("Qwen/Qwen-Image-Edit", {
  events: ["data", "status"],
});
const job = app.submit("/chat", {
  message: "why?",
});
for await (const outputs of updates(job)) {
  console.log(JSON.stringify(outputs));
}
// The client keeps a connection open, for which node would wait.
process.stdout.end(() => process.exit());
"""
    )


def test_javascript_streams_in_a_script_of_several_steps_what_no_later_step_takes() -> None:
    steps = (
        Step(0, STREAM, {"message": "why?"}),
        Step(0, STREAM, {}, (Link("message", 0, 0),)),
    )
    code = render(Script((SPACE,), steps), "javascript")
    assert 'const reply = await app.predict("/chat", {' in code
    assert (
        """\
const job_2 = app.submit("/chat", {
  message: reply.data[0],
});
for await (const outputs of updates(job_2)) {
  console.log("reply_2:", JSON.stringify(outputs));
}
"""
        in code
    )


def test_javascript_for_gradio_3_names_the_version_of_its_client() -> None:
    old = LOCAL._replace(version="3.50.2", protocol="ws")
    code = render(script_of_call(Call(STREAM, {"message": "why?"}), old), "javascript")
    assert code.startswith("// npm install @gradio/client@1.19.0, which speaks to Gradio 3\n")
    assert "for await (const outputs of updates(until_end(job))) {" in code
    assert 'process.on("uncaughtException", ({ message }) => {' in code
    with pytest.raises(CannotWrite, match="cannot upload files to Gradio 3"):
        render(script_of_call(Call(INFER, {"image": FileInput("a.png")}), old), "javascript")
    with pytest.raises(CannotWrite, match="no credentials to the WebSocket of Gradio 3"):
        render(script_of_call(Call(STREAM), old._replace(has_login=True)), "javascript")


def test_a_link_to_a_step_that_is_not_there_leaves_a_missing_value() -> None:
    step = Step(0, endpoint("/x", text("n")), {}, (Link("n", 5, 0),))
    assert 'n = ""  # text, wanted' in render(Script((SPACE,), (step,)), "python")


def test_a_script_without_steps_still_is_code() -> None:
    for name in LANGUAGES:
        assert render(Script((SPACE,), ()), name)


@pytest.mark.parametrize(
    ("name", "definition"),
    [("python", r"^def from_app"), ("javascript", r"^const remote ="), ("curl", r"^call\(\) \{")],
)
def test_helper_functions_can_be_split_from_the_calls(name: str, definition: str) -> None:
    painted = {"path": "/t/a b.png", "meta": {"_type": "gradio.FileData"}}
    paint = endpoint(
        "/paint",
        image("image", default=painted),
        returns=(Return("n", "Number"), Return("out", "Image")),
    )
    steps = (Step(0, paint, {}), Step(1, paint, {}, (Link("image", 0, 1),)))
    code = render(Script((LOCAL, SPACE), steps), name)
    calls, helpers = LANGUAGES[name].split_helpers(code)
    assert re.search(definition, helpers, re.MULTILINE)
    assert not re.search(definition, calls, re.MULTILINE)
    lines = sorted(line for line in code.split("\n") if line)
    assert sorted(line for line in f"{calls}\n{helpers}".split("\n") if line) == lines
    assert code.index(helpers) < code.index("/paint"), "the code itself is in the order that runs"


# In a shell, a call is itself a function; these two have functions for every call.
@pytest.mark.parametrize(
    "name", [each for each in LANGUAGES if each not in ("curl", "python-submit", "fastapi")]
)
def test_code_without_helper_functions_is_not_split(name: str) -> None:
    code = render(script_of_call(Call(endpoint("/say", text("t")), {"t": "hi"}), SPACE), name)
    assert LANGUAGES[name].split_helpers(code) == (code, "")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "python",
            '    value={"background": handle_file(value), "layers": [], '
            '"composite": handle_file(value)},',
        ),
        (
            "javascript",
            "  value: { background: await local(value), layers: [], "
            "composite: await local(value) },",
        ),
    ],
)
def test_a_missing_picture_is_in_the_shape_of_an_image_editor(name: str, line: str) -> None:
    editor = Parameter("value", component="Imageeditor", file_shape=FileShape.EDITOR)
    code = render(script_of_call(Call(endpoint("/edit", editor), {}), SPACE), name)
    assert line in code.splitlines()
    assert "path of an image file, wanted" in code
