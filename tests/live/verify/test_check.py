"""Programs of each language on the replay: verified as they are, and not with one thing changed.

What a program is changed in is the script that it is written from, so that each language that is
run is tested by its row alone.
"""

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
from tests.live.verify.recorded import ANSWERS, TEXT, a_script
from tests.soak_after import soak_after

Change = Callable[[Script], Script]
# curl first: it starts in no time.
RUN = ["curl", *(name for name, row in PROGRAMS.items() if row.runner and name != "curl")]


@pytest.fixture(autouse=True)
def with_node_modules(
    language: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if LANGUAGES[language].lexer in ("javascript", "typescript"):
        folder: Path = request.getfixturevalue("node_modules")
        monkeypatch.setenv("NODE_PATH", str(folder))


async def verdict_on(
    language: str, folder: Path, change: Change = lambda script: script
) -> Verdict:
    row = LANGUAGES[language]
    return await check(
        a_script(folder), ANSWERS, row, render=lambda script: row.render(change(script))
    )


@pytest.mark.parametrize("language", soak_after(1, RUN))
async def test_a_program_that_makes_the_recorded_calls_is_verified(
    language: str, tmp_path: Path
) -> None:
    assert await verdict_on(language, tmp_path) == Verdict(language, Outcome.VERIFIED, "", 4)


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
        clients[number] = replace(clients[number], **options)  # type: ignore[arg-type]
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
CASES = [(language, name) for name in CHANGES for language in RUN]
# A value, a header, a step: by default in the one that starts at once.
CASES.sort(key=lambda case: case[0] != "curl")


@pytest.mark.parametrize(("language", "name"), soak_after(3, CASES))
async def test_a_program_with_one_thing_changed_is_not_verified(
    language: str, name: str, tmp_path: Path
) -> None:
    change, reason = CHANGES[name]
    verdict = await verdict_on(language, tmp_path, change)
    assert verdict.outcome is Outcome.FAILED
    assert reason in verdict.reason


@pytest.mark.parametrize("language", soak_after(1, RUN))
async def test_a_program_that_does_not_compile_is_not_verified(
    language: str, tmp_path: Path
) -> None:
    row = LANGUAGES[language]
    verdict = await check(
        a_script(tmp_path), ANSWERS, row, render=lambda script: f"{row.render(script)}\n((\n"
    )
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason.startswith("it does not compile: ")
    assert verdict.calls == 0
