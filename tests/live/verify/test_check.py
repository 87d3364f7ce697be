"""Programs of each language on the replay: verified as they are, and not with one thing changed.

What a program is changed in is the script that it is written from, so that each language that is
run is tested by its row alone.
"""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json
from spacetui.model.script import Script, Step
from spacetui.snippets import LANGUAGES
from spacetui.verify.check import check
from spacetui.verify.programs import PROGRAMS
from spacetui.verify.verdict import Outcome, Verdict
from tests.live.verify.recorded import ANSWERS, TEXT, a_script, early_script
from tests.soak_after import soak_after

Change = Callable[[Script], Script]
# curl first: it starts in no time.
RUN = ["curl", *(name for name, row in PROGRAMS.items() if row.runner and name != "curl")]


@pytest.fixture(autouse=True)
def with_node_modules(
    language: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if LANGUAGES[language].lexer in ("javascript", "typescript", "html"):
        folder: Path = request.getfixturevalue("node_modules")
        monkeypatch.setenv("NODE_PATH", str(folder))


def script_for(language: str, folder: Path) -> Script:
    """Return so much of the script as the language can do: all of it, or its first steps.

    No app wants a login or a header where the language cannot send it.
    """
    refusal, cannot = LANGUAGES[language].refusal, LANGUAGES[language].cannot
    script = a_script(folder, has_login="login" not in cannot)
    bare = replace(script, clients=(script.clients[0]._replace(headers=()), *script.clients[1:]))
    parts = [
        replace(each, steps=each.steps[:count]) for each in (script, bare) for count in (4, 2, 1)
    ]
    return next(each for each in parts if not refusal(each))


def unchanged(script: Script) -> Script:
    return script


async def verdict_on(language: str, script: Script, change: Change = unchanged) -> Verdict:
    """Return the verdict on the code of `script`, changed, against the calls of `script`."""
    row = LANGUAGES[language]
    answers = ANSWERS[: len(script.steps)]
    return await check(script, answers, row, render=lambda script: row.render(change(script)))


@pytest.mark.parametrize("language", soak_after(1, RUN))
async def test_a_program_that_makes_the_recorded_calls_is_verified(
    language: str, tmp_path: Path
) -> None:
    script = script_for(language, tmp_path)
    wanted = Verdict(language, Outcome.VERIFIED, "", len(script.steps))
    assert await verdict_on(language, script) == wanted


def with_value(step: int, name: str, value: Json) -> Change:
    def change(script: Script) -> Script:
        steps = list(script.steps)
        links = tuple(each for each in steps[step].links if each.parameter != name)
        values = {**steps[step].values, name: value}
        steps[step] = replace(steps[step], values=values, links=links)
        return replace(script, steps=tuple(steps))

    return change


def with_client(number: int, **options: object) -> Change:
    def change(script: Script) -> Script:
        clients = list(script.clients)
        clients[number] = clients[number]._replace(**options)  # type: ignore[arg-type]
        return replace(script, clients=tuple(clients))

    return change


def with_another_picture(script: Script) -> Script:
    picture = script.steps[0].values["image"]
    assert isinstance(picture, FileInput)
    other = Path(picture.path).with_name("other.png")
    other.write_bytes(b"another")
    return with_value(0, "image", FileInput(str(other)))(script)


def without_second_step(script: Script) -> Script:
    """Leave out the stream, from which no other step takes anything."""

    def renumbered(step: Step) -> Step:
        links = tuple(replace(each, step=each.step - (each.step > 1)) for each in step.links)
        return replace(step, links=links)

    steps = (script.steps[0], *map(renumbered, script.steps[2:]))
    return replace(script, steps=steps)


def with_last_step_twice(script: Script) -> Script:
    return replace(script, steps=(*script.steps, script.steps[-1]))


def with_another_endpoint(script: Script) -> Script:
    """Make the first call to an endpoint that the app does not have."""
    first = script.steps[0]
    other = replace(first, endpoint=first.endpoint._replace(api_name="/other", fn_index=9))
    return replace(script, steps=(other, *script.steps[1:]))


def with_state_lost(script: Script) -> Script:
    """Make the last call through a client of its own, which has no State."""
    clients = (*script.clients, script.clients[1])
    last = replace(script.steps[-1], client=2)
    return replace(script, clients=clients, steps=(*script.steps[:-1], last))


CHANGES: dict[str, tuple[Change, str]] = {
    "a value": (with_value(0, "seed", 5), "step 1 /paint: seed: 5 is sent, and 4.0 was recorded"),
    "a header": (with_client(0, headers=()), "the header X-Key is not sent as recorded"),
    "a step": (without_second_step, "step 2 /say is next, and /tell is called"),
    "a character": (with_value(0, "prompt", TEXT[:-1]), "step 1 /paint: prompt: "),
    "a link": (with_value(1, "text", "8"), "step 2 /say: text: '8' is sent, and 7 was recorded"),
    "the content of a file": (
        with_another_picture,
        'step 1 /paint: image: the file that is uploaded is not "it\'s a picture.png"',
    ),
    "a step more": (with_last_step_twice, "/tell is called after the 4 recorded calls"),
    "the State": (with_state_lost, "State"),
}
# Of the first step: what a language is tested with that cannot do all of the script.
OF_FIRST_STEP = {"a value", "a header", "a character", "the content of a file"}
# What is said of a change in the first two steps, where a language keeps no State for the others.
OF_TWO_STEPS = {
    "a step": "it ended after 1 of 2 calls, before step 2 /say",
    "a link": CHANGES["a link"][1],
    "a step more": "/say is called after the 2 recorded calls",
}
# A route is given its files by the request, so that none is in its program.
IN_REQUEST = {("fastapi", "the content of a file")}


def applies(name: str, language: str) -> bool:
    """Return whether a change can be made in the script of a language."""
    cannot = {*LANGUAGES[language].cannot}
    if (language, name) in IN_REQUEST or (name == "a header" and "headers" in cannot):
        return False
    if name in OF_FIRST_STEP:
        return True
    return "steps" not in cannot and ("state" not in cannot or name in OF_TWO_STEPS)


CASES = [(language, name) for name in CHANGES for language in RUN if applies(name, language)]
# A value, a header, a step: by default in the one that starts at once.
CASES.sort(key=lambda case: case[0] != "curl")


@pytest.mark.parametrize(("language", "name"), soak_after(3, CASES))
async def test_a_program_with_one_thing_changed_is_not_verified(
    language: str, name: str, tmp_path: Path
) -> None:
    change, reason = CHANGES[name]
    if "state" in LANGUAGES[language].cannot:
        reason = OF_TWO_STEPS.get(name, reason)
    verdict = await verdict_on(language, script_for(language, tmp_path), change)
    assert verdict.outcome is Outcome.FAILED
    assert reason in verdict.reason


@pytest.mark.soak
@pytest.mark.parametrize("language", RUN)
async def test_a_program_that_calls_another_endpoint_is_not_verified(
    language: str, tmp_path: Path
) -> None:
    script = script_for(language, tmp_path)
    verdict = await verdict_on(language, script, with_another_endpoint)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.calls == 0


def broken(code: str) -> str:
    """Return code with a word in it that no language takes, also where the code stands in text."""
    fence, command = "```sh\n", code.partition("```sh\n")[2]
    if command:
        return code.replace(fence, f"{fence}((\n")
    code, end, after = code.partition("</script>")
    code = code.replace('"source": [\n', '"source": [\n    "((",\n')
    return f"{code}\n((\n{end}{after}"


@pytest.mark.parametrize("language", soak_after(1, RUN))
async def test_a_program_that_does_not_compile_is_not_verified(
    language: str, tmp_path: Path
) -> None:
    row = LANGUAGES[language]
    script = script_for(language, tmp_path)
    verdict = await check(
        script, ANSWERS[: len(script.steps)], row, render=lambda script: broken(row.render(script))
    )
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason.startswith("it does not compile: ")
    assert verdict.calls == 0


@pytest.mark.parametrize("language", soak_after(1, RUN))
async def test_the_app_itself_is_not_called(language: str, tmp_path: Path) -> None:
    whole = a_script(tmp_path, has_login=False)
    step = replace(whole.steps[1], client=0, values={"text": TEXT}, links=())
    with socket.create_server(("127.0.0.1", 0)) as app:
        app.setblocking(False)
        url = f"http://127.0.0.1:{app.getsockname()[1]}"
        script = Script((whole.clients[1]._replace(src=url, url=url),), (step,))
        verdict = await check(script, [("x",)], LANGUAGES[language])
        assert verdict == Verdict(language, Outcome.VERIFIED, "", 1)
        with pytest.raises(BlockingIOError):
            app.accept()


# Apps with certificates that nobody knows, and those of before Gradio 4.9.


def insecure_script(folder: Path) -> Script:
    """Return a script of one call to an app whose certificate is not checked."""
    script = a_script(folder)
    source = script.clients[1]._replace(
        src="https://127.0.0.1:1", url="https://127.0.0.1:1", is_insecure=True
    )
    value = {"text": TEXT}
    return Script((source,), (replace(script.steps[1], client=0, values=value, links=()),))


INSECURE = [each for each in RUN if "insecure" not in LANGUAGES[each].cannot]


@pytest.mark.parametrize("language", soak_after(1, INSECURE))
async def test_an_app_with_an_unknown_certificate_is_called_by_tls(
    language: str, tmp_path: Path
) -> None:
    script = insecure_script(tmp_path)
    row = LANGUAGES[language]
    assert await check(script, [("x",)], row) == Verdict(language, Outcome.VERIFIED, "", 1)


@pytest.mark.parametrize("language", soak_after(1, INSECURE))
async def test_a_program_that_checks_the_certificate_is_not_verified(
    language: str, tmp_path: Path
) -> None:
    row = LANGUAGES[language]
    change = with_client(0, is_insecure=False)
    verdict = await check(
        insecure_script(tmp_path), [("x",)], row, render=lambda script: row.render(change(script))
    )
    assert verdict.outcome is Outcome.FAILED
    assert verdict.calls == 0


def without_files(script: Script) -> Script:
    """Leave out the steps that send files, which no client for node sends to Gradio 3."""
    said, often = script.steps[1], script.steps[2]
    return replace(script, steps=(replace(said, values={"text": TEXT}, links=()), often))


def early_for(language: str, folder: Path, protocol: str) -> tuple[Script, list[tuple[Json, ...]]]:
    """Return as much of the script for such an app as the language can do, and its answers."""
    script, answers = early_script(folder, protocol)
    row = LANGUAGES[language]
    if not row.refusal(script):
        return script, list(answers)
    if not row.refusal(fewer := without_files(script)):
        return fewer, list(answers[1:3])
    return replace(script, steps=script.steps[:1]), list(answers[:1])


# The clients for Gradio 3 are older ones: tests/compat/test_verify.py runs them.
EARLY = [("curl", "ws"), ("curl", "sse"), ("skill", "ws")]
EARLY += [
    (each, "sse")
    for each in RUN
    if each != "curl" and not {"old_queue", "early_queue", "no_names"} & {*LANGUAGES[each].cannot}
]


@pytest.mark.parametrize(("language", "protocol"), soak_after(2, EARLY))
async def test_a_program_for_an_app_of_before_gradio_4_9_is_verified(
    language: str, protocol: str, tmp_path: Path
) -> None:
    script, answers = early_for(language, tmp_path, protocol)
    verdict = await check(script, answers, LANGUAGES[language])
    assert verdict == Verdict(language, Outcome.VERIFIED, "", len(script.steps))


@pytest.mark.parametrize(("language", "protocol"), soak_after(1, EARLY))
async def test_a_program_for_such_an_app_with_a_value_changed_is_not_verified(
    language: str, protocol: str, tmp_path: Path
) -> None:
    script, answers = early_for(language, tmp_path, protocol)
    (name,) = (each for each, value in script.steps[0].values.items() if value == TEXT)
    row, change = LANGUAGES[language], with_value(0, name, TEXT[:-1])
    verdict = await check(script, answers, row, render=lambda script: row.render(change(script)))
    assert verdict.outcome is Outcome.FAILED
    assert f"{script.steps[0].endpoint.api_name}: {name}: " in verdict.reason
