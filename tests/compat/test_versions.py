"""spacetui beside the Gradio client of each version: the same calls give the same values."""

import json
from pathlib import Path
from typing import Any

import pytest

from spacetui.model.call import Call
from spacetui.model.events import Cancelled, Completed, Failed, Partial
from spacetui.model.schema import Endpoint
from spacetui.wire.calls.message_parser import MessageParser
from spacetui.wire.connection import Connection
from spacetui.wire.http.event_stream import SseReader
from spacetui.wire.protocols import load_protocol
from spacetui.wire.quirks import quirks_of
from tests.compat.app_description import WANTED
from tests.compat.ask_versions import VersionAnswers
from tests.compat.cases import CASES
from tests.compat.differences import CAPTURES, DIFFERENCES, Difference
from tests.compat.environments import VERSIONS, running
from tests.compat.streamed_media import PIECES, seconds_of
from tests.openapi_check import problems

pytestmark = pytest.mark.compat
# Gradio before 4.23: /info has no names of parameters.
NAMELESS = ("3.50.2", "4.8.0", "4.12.0", "4.19.2", "4.21.0")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Pair each version with the cases it has the components for."""
    if "case" in metafunc.fixturenames:
        pairs = [
            (version, case.name) for version in VERSIONS for case in CASES if case.fits(version)
        ]
        metafunc.parametrize(
            ("version", "case"), pairs, ids=[f"{version}-{name}" for version, name in pairs]
        )


def difference_of(case: str, version: str) -> Difference | None:
    return next((each for each in DIFFERENCES if each.fits(case, version)), None)


def listed(value: Any, length: int) -> list[Any]:
    """Return the official client's result as a list of outputs: it returns one output bare."""
    return [value] if length == 1 else value


def test_a_call_gives_what_the_official_client_gives(
    versions: VersionAnswers, version: str, case: str
) -> None:
    answers = versions[version]
    difference = difference_of(case, answers.version)
    if difference is not None:
        (ours,) = answers.ours[case]
        assert "final" in ours, ours
        assert [*ours["partials"], ours["final"]] == difference.right
        (official,) = answers.official[case]
        seen = [
            listed(each, len(ours["final"]))
            for each in [*official["partials"], official.get("final")]
        ]
        assert seen[-1] != ours["final"] or seen[: len(ours["partials"])] != ours["partials"], (
            "no difference any more"
        )
        return
    assert len(answers.ours[case]) == len(answers.official[case])
    for ours, official in zip(answers.ours[case], answers.official[case], strict=True):
        compare(ours, official)


def compare(ours: dict[str, Any], official: dict[str, Any]) -> None:
    if "error" in official:
        assert "final" not in ours, f"the official client: {official['error']}"
        error = official["error"]
        # The official clients of Gradio 3 and 4 raise the server's repr; ours has what the app
        # wrote.
        assert ours["error"] in error or repr(ours["error"]) in error
        count = len(ours["partials"][0]) if ours["partials"] else 0
        assert ours["partials"] == [listed(each, count) for each in official["partials"]]
        return
    assert "final" in ours, ours["error"]
    final = listed(official["final"], len(ours["final"]))
    assert ours["final"] == final
    streamed = [listed(each, len(ours["final"])) for each in official["partials"]]
    # Some of the official clients list the final value among the streamed ones.
    assert ours["partials"] in (streamed, streamed[:-1] if streamed[-1:] == [final] else streamed)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["/slow", "/slow_stream"])
def test_a_cancelled_call_ends_at_once_and_the_server_is_free_for_the_next(
    versions: VersionAnswers, version: str, name: str
) -> None:
    cancel = versions[version].cancels[name]
    assert isinstance(cancel.last, Cancelled)
    assert cancel.last.by_user
    assert cancel.last.confirmed, "the server did not say that it stopped"
    assert cancel.seconds < 2
    assert cancel.until_next < 6  # the call would have run for 20 s


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_version_streams_is_one_file_that_plays(
    versions: VersionAnswers, version: str
) -> None:
    song, film = versions[version].streams.song, versions[version].streams.film
    has_hls = version.startswith(("5.", "6."))
    assert song.suffix == (".aac" if has_hls else ".wav")
    # AAC comes in frames, and Gradio 5 ends each piece with one.
    assert PIECES - 0.1 < seconds_of(song) < PIECES + 0.5
    assert (film is not None) is has_hls
    if film is not None:
        assert film.suffix == ".ts"
        assert seconds_of(film) == pytest.approx(PIECES, abs=0.11)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_chunk_of_a_microphone_is_one_call_that_ends(
    versions: VersionAnswers, version: str
) -> None:
    assert versions[version].streams.lengths == (1, 2)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_openapi_document_is_valid_and_a_call_by_it_gives_the_result(
    versions: VersionAnswers, version: str
) -> None:
    description = versions[version].description
    assert problems(description.document) == []
    assert description.outputs == [WANTED]


@pytest.mark.parametrize("version", VERSIONS)
def test_undocumented_parameters_are_named_where_the_version_names_any(
    versions: VersionAnswers, version: str
) -> None:
    app = versions[version].description.app
    hidden, greet = app.endpoint("/undocumented"), app.endpoint("/greet")
    assert greet is not None
    names_them = [each.name for each in greet.parameters] == ["name", "times", "loud"]
    assert names_them is (version not in NAMELESS)
    is_3 = version.startswith("3.")
    unnamed = [each for each in app.endpoints if not each.is_named]
    assert len(unnamed) == (1 if is_3 else 0), "endpoints that are not for clients are absent"
    assert (hidden is None) is (version in ("3.50.2", "4.8.0")), (
        "these versions document every endpoint"
    )
    if hidden is not None:
        assert hidden.visibility == "undocumented"
        assert hidden not in app.public_endpoints
        assert [(each.name, each.default) for each in hidden.parameters] == [
            (each.name, each.default) for each in greet.parameters
        ]


@pytest.mark.parametrize("version", VERSIONS)
async def test_an_app_under_a_sub_path_is_called_with_and_without_a_slash(
    version: str, tmp_path: Path
) -> None:
    with running(version, tmp_path, "mounted_app.py", "/a/deep/app") as url:
        for address in (url, f"{url}/"):
            connection = Connection(address)
            endpoint = (await connection.open()).endpoint("/shout")
            assert endpoint is not None
            call = Call(endpoint, {endpoint.parameters[0].name: "hello"})
            *_, last = [event async for event in connection.submit(call, timeout=60)]
            await connection.aclose()
            assert isinstance(last, Completed)
            assert last.data == ("HELLO",)


@pytest.mark.parametrize("version", [each for each in VERSIONS if each.startswith("3.")])
async def test_an_app_without_a_queue_is_called_at_once(version: str, tmp_path: Path) -> None:
    with running(version, tmp_path, "unqueued_app.py", "/a/deep/app") as url:
        connection = Connection(url)
        app = await connection.open()
        for name, wanted in (("/shout", Completed), ("/fail", Failed)):
            endpoint = app.endpoint(name)
            assert endpoint is not None
            call = Call(endpoint, {endpoint.parameters[0].name: "hello"})
            *_, last = [event async for event in connection.submit(call, timeout=20)]
            assert isinstance(last, wanted), last
            if isinstance(last, Completed):
                assert (last.data, last.duration < 5) == (("HELLO",), True)
            if isinstance(last, Failed):
                assert last.failure.message == "not hello"
        await connection.aclose()


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: each.capture)
def test_the_capture_of_each_difference_shows_that_our_result_is_right(
    difference: Difference,
) -> None:
    head, raw = (CAPTURES / difference.capture).read_bytes().split(b"\n", 1)
    version, protocol = head.decode().removeprefix("# Gradio ").split(", ")
    assert difference.fits(difference.case, version)
    diffs = load_protocol(protocol).diffs
    reading = MessageParser(Endpoint("/x", 0), quirks_of(version), diffs=diffs)
    shown = []
    for data in SseReader().feed(raw):
        message = json.loads(b"".join(data))
        if message["msg"] != "close_stream":
            events = reading.events(message)
            shown += [list(each.data) for each in events if isinstance(each, (Partial, Completed))]
    assert shown == difference.right


def test_there_are_at_most_ten_differences() -> None:
    assert len(DIFFERENCES) <= 10
