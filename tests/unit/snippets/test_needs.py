"""What a script needs, and the refusal of a language that cannot do it."""

from dataclasses import replace

import pytest

from spacetui.errors import CannotWrite
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Json, Parameter, Return
from spacetui.model.script import Link, Script, Step
from spacetui.snippets import LANGUAGES, find_language
from spacetui.snippets.needs import Need, needs_of
from tests.unit.snippets.samples import LOCAL, SPACE, endpoint, text

ECHO = endpoint("/echo", text("text"))
PLAIN = Script((LOCAL,), (Step(0, ECHO, {"text": "x"}),))


def sending(value: Json) -> Script:
    return Script((LOCAL,), (Step(0, ECHO, {"text": value}),))


def calling(**options: object) -> Script:
    return Script((LOCAL,), (Step(0, ECHO._replace(**options), {"text": "x"}),))  # type: ignore[arg-type]


def through(**options: object) -> Script:
    return replace(PLAIN, clients=(LOCAL._replace(**options),))  # type: ignore[arg-type]


COUNTS = Step(0, ECHO._replace(output_slots=(True, False)))
CASES = [
    (PLAIN, set()),
    (through(version="3.50.2", protocol="ws"), {Need.GRADIO_3, Need.NO_NAMES, Need.WEBSOCKET}),
    (
        through(version="3.50.2", protocol="ws", needs_token=True),
        {Need.GRADIO_3, Need.NO_NAMES, Need.WEBSOCKET, Need.WEBSOCKET_ACCESS},
    ),
    (
        through(version="3.50.2", protocol="sse", needs_token=True),
        {Need.GRADIO_3, Need.NO_NAMES, Need.OLD_QUEUE, Need.EARLY_QUEUE},
    ),
    (
        replace(sending(FileInput("a.png")), clients=(LOCAL._replace(version="3.50.2"),)),
        {Need.GRADIO_3, Need.NO_NAMES, Need.FILES, Need.GRADIO_3_FILES},
    ),
    (
        Script(
            (LOCAL, SPACE._replace(version="3.50.2")),
            (PLAIN.steps[0], replace(PLAIN.steps[0], client=1)),
        ),
        {Need.STEPS, Need.APPS, Need.GRADIO_3, Need.NO_NAMES, Need.BOTH_GRADIOS},
    ),
    (through(version="4.22.0"), {Need.NO_NAMES}),
    (through(version="4.23.0"), set()),
    (through(has_login=True), {Need.LOGIN}),
    (through(headers=("X-Key",)), {Need.HEADERS}),
    (through(has_own_token=True), {Need.HEADERS}),
    (through(is_insecure=True), {Need.INSECURE}),
    (calling(streams=True), {Need.STREAMING}),
    (calling(api_name="#3"), {Need.UNNAMED}),
    (calling(mcp_tool=""), {Need.NO_MCP}),
    (Script((LOCAL,), (Step(0, ECHO, {"text": "x"}, has_oauth_token=True),)), {Need.OAUTH_TOKEN}),
    (Script((LOCAL, SPACE), (PLAIN.steps[0], Step(1, ECHO))), {Need.STEPS, Need.APPS}),
    (
        Script((LOCAL,), (PLAIN.steps[0], Step(0, ECHO, links=(Link("text", 0, 0),)))),
        {Need.STEPS, Need.LINKS},
    ),
    (
        Script((LOCAL,), (COUNTS, COUNTS)),
        {Need.STEPS, Need.STATE, Need.ANY_STATE},
    ),
    (sending(2**53), {Need.EXACT_NUMBERS}),
    (sending([{"a": -0.0}]), {Need.EXACT_NUMBERS}),
    (sending([True, 2**53 - 1, 0.0, 0, 1e300]), set()),
    (sending([FileInput("a.png")]), {Need.FILES}),
    (
        Script((LOCAL, LOCAL), (COUNTS, replace(COUNTS, client=1))),
        {Need.STEPS, Need.ANY_STATE},  # each has a State of its own
    ),
    (calling(visibility="undocumented"), {Need.UNDOCUMENTED}),
    (calling(returns=(Return("a"), Return("a"))), {Need.SAME_LABELS}),
    (calling(returns=(Return(), Return())), set()),
    (calling(parameters=(text("headers", default="x"),)), {Need.CLIENT_NAMES}),
    (sending({"path": "/a", "meta": {"_type": "gradio.FileData"}}), {Need.APP_FILES}),
    (sending("x" * 99_999), set()),
    (sending(["x" * 50_000, {"a": "漢" * 20_000}]), {Need.LONG_VALUES}),
    (sending("x" * 4_000_001), {Need.LONG_VALUES, Need.HUGE_VALUES}),
    (
        calling(parameters=(text("text"), Parameter("json", schema={"description": "any JSON"}))),
        {Need.UNTYPED},
    ),
]


@pytest.mark.parametrize(("script", "needs"), CASES)
def test_needs_of_a_script(script: Script, needs: set[Need]) -> None:
    assert needs_of(script) == needs


def test_every_need_has_a_case() -> None:
    assert set[Need]().union(*(needs for _, needs in CASES)) == set(Need)


def test_a_language_refuses_what_its_row_says_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    lame = find_language("python")._replace(name="lame", cannot={"login": "it knows no password"})
    monkeypatch.setitem(LANGUAGES, "lame", lame)
    assert lame.render(PLAIN)
    with pytest.raises(CannotWrite) as caught:
        lame.render(through(has_login=True))
    assert caught.value.failure.message == "lame cannot make this call: it knows no password"
    able = caught.value.failure.hint
    assert "python" in able
    assert "lame" not in able


def test_a_row_may_refuse_two_needs_only_together() -> None:
    old = find_language("python")._replace(cannot={"gradio_3+login": "its old client has none"})
    assert not old.refusal(through(has_login=True))
    assert not old.refusal(through(version="3.50.2"))
    assert old.refusal(through(version="3.50.2", has_login=True)) == "its old client has none"


def test_the_rows_name_needs_and_give_reasons() -> None:
    for row in LANGUAGES.values():
        assert {Need(need) for needs in row.cannot for need in needs.split("+")} <= set(Need)
        assert all(reason and not reason.endswith(".") for reason in row.cannot.values())
