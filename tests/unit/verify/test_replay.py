"""The replay compares each call with the recorded one: endpoint, values, State, credentials."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.snippets.plan import make_plan
from spacetui.verify.access_check import find_access_problem, has_right_login, is_logged_in
from spacetui.verify.http_body import form_fields, uploaded_files
from spacetui.verify.recorded_steps import (
    NotRunnable,
    digest_of_file,
    dummy_value,
    recorded_requests,
)
from spacetui.verify.replay import NotAsRecorded, Replay, SentCall
from spacetui.verify.replay_app import ReplayApp
from spacetui.verify.replay_server import ReplayServer
from spacetui.verify.sample_outputs import sample_outputs
from spacetui.verify.sent_values import OneOf, SentFile, find_difference
from tests.live.verify.recorded import ANSWERS, PICTURE, TEXT, a_script

ROOTS = {
    "https://qwen-qwen-image-edit.hf.space": "http://127.0.0.1:1",
    "http://127.0.0.1:7860/app": "http://127.0.0.1:2/app",
}
SPACE, LOCAL = ROOTS
UPLOADED = "/tmp/gradio/1/picture.png"
GIVEN = {"path": PICTURE["path"], "meta": {"_type": "gradio.FileData"}}


def a_replay(folder: Path) -> Replay:
    script = a_script(folder)
    plan = make_plan(script, ())
    requests = recorded_requests(plan, ANSWERS, ROOTS, folder)
    replay = Replay(requests, {each.source.url: each.access for each in plan.clients})
    replay.add_upload(UPLOADED, digest_of_file(folder / "it's a picture.png"))
    return replay


def file(path: str) -> Json:
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


def calls() -> list[SentCall]:
    link = "http://127.0.0.1:1/gradio_api/file=/tmp/gradio/ab/a%20pic.webp"
    return [
        SentCall(SPACE, [file(UPLOADED), TEXT, 4], "/paint"),
        SentCall(LOCAL, {"text": 7}, "/say"),
        SentCall(LOCAL, [GIVEN, None, "a"], fn_index=4, session="s"),
        SentCall(LOCAL, [file(link), "one\n two"], fn_index=4, session="s"),
    ]


def test_the_recorded_calls_are_taken_in_each_form_of_the_wire(tmp_path: Path) -> None:
    replay = a_replay(tmp_path)
    for number, call in enumerate(calls()):
        assert replay.verdict.startswith(f"it ended after {number} of 4 calls")
        replay.take(call)
    assert replay.verdict == ""


WRONG = [
    (0, {"values": [file("/tmp/other.png"), TEXT, 4]}, "image: the file 'other.png' is sent"),
    (0, {"values": [file(UPLOADED), TEXT, True]}, "seed: True is sent, and 4.0 was recorded"),
    (0, {"values": [file(UPLOADED), TEXT]}, "2 values are sent, and 3 were recorded"),
    (0, {"values": "x"}, "no values are sent"),
    (0, {"values": {"picture": None}}, "no parameter is called 'picture'"),
    (0, {"values": {"prompt": ""}}, "a value is missing"),
    (0, {"api_name": "/say"}, "step 1 /paint is next, and /say is called"),
    (0, {"app": LOCAL}, "/paint of another app is called"),
    (0, {"oauth_token": "x"}, "an OAuth token is sent with the call"),
    (1, {"values": ["7"]}, "text: '7' is sent, and 7 was recorded"),
    (1, {"fn_index": 9}, "step 2 /say is next, and /say is called"),
    (2, {"session": ""}, "no session is sent, so its State is lost"),
    (2, {"values": [GIVEN, 1, "a"]}, "State: 1 is sent, and None was recorded"),
    (3, {"session": "t"}, "the State of the calls before is not shared"),
    (3, {"values": [file("http://127.0.0.1:2/x.webp"), "one\n two"]}, "file: the file 'x.webp'"),
]


@pytest.mark.parametrize(("number", "changes", "reason"), WRONG)
def test_another_call_is_refused(
    number: int, changes: dict[str, Json], reason: str, tmp_path: Path
) -> None:
    replay = a_replay(tmp_path)
    made = calls()
    for call in made[:number]:
        replay.take(call)
    with pytest.raises(NotAsRecorded) as caught:
        replay.take(replace(made[number], **changes))
    assert reason in str(caught.value)
    replay.take(made[number])  # it is still the one that comes next


def test_two_visits_must_not_share_a_session(tmp_path: Path) -> None:
    script = a_script(tmp_path)
    _, _, third, fourth = script.steps
    steps = tuple(
        replace(step, client=1 + at // 2, links=(), values={"file": None, "text": "a"})
        for at, step in enumerate((third, third, fourth, fourth))
    )
    visits = Script((*script.clients, script.clients[1]), steps)
    plan = make_plan(visits, ())
    replay = Replay(recorded_requests(plan, [("x",)] * 4, ROOTS, tmp_path), {})
    first = SentCall(LOCAL, [None, "a"], "/tell", session="one")
    replay.take(first)
    replay.take(first)
    with pytest.raises(NotAsRecorded, match="the State of another visit is shared"):
        replay.take(first)


SAME: list[tuple[Json, Json]] = [
    (3, 3.0),
    (2**53 + 1, 2**53 + 1),
    (float("nan"), None),
    ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ("\ud800\u2028", "\ud800\u2028"),
    (OneOf((1, 2)), 2),
    (SentFile("a b.png", "", frozenset({"/a b.png"})), file("/a%20b.png")),
    (SentFile("b.png", "digest"), file("/up/1")),
    (SentFile("b.png"), "/tmp/local/b.png"),
]
OTHER: list[tuple[Json, Json]] = [
    (1, True),
    (0, False),
    (-0.0, 0.0),
    (2**53 + 1, 2.0**53),
    (None, ""),
    ([], {}),
    ([1], [1, 1]),
    ({"a": 1}, {"a": 1, "b": 1}),
    ({"a": [1, 2]}, {"a": [1, 3]}),
    ("a", "a "),
    (OneOf((1, 2)), 3),
    (SentFile("b.png", "other"), file("/up/1")),
    (SentFile("b.png", "digest"), None),
]


@pytest.mark.parametrize(("expected", "actual"), SAME)
def test_equal_values_have_no_difference(expected: Json, actual: Json) -> None:
    assert find_difference(expected, actual, {"/up/1": "digest"}) == ""


@pytest.mark.parametrize(("expected", "actual"), OTHER)
def test_other_values_have_a_difference(expected: Json, actual: Json) -> None:
    assert find_difference(expected, actual, {"/up/1": "digest"})


def test_a_missing_value_and_a_missing_file_are_named(tmp_path: Path) -> None:
    script = a_script(tmp_path)
    (tmp_path / "it's a picture.png").unlink()
    with pytest.raises(NotRunnable, match="No such file"):
        recorded_requests(make_plan(script, ()), ANSWERS, ROOTS, tmp_path)
    empty = replace(script, steps=(replace(script.steps[0], values={}),))
    with pytest.raises(NotRunnable, match="a value is wanted for image"):
        recorded_requests(make_plan(empty, ()), ANSWERS[:1], ROOTS, tmp_path)


def test_a_credential_is_in_its_header_and_nowhere_else(tmp_path: Path) -> None:
    access = a_replay(tmp_path).access[SPACE]
    token, key = dummy_value("HF_TOKEN"), dummy_value("APP_X_KEY")
    right = {"x-hf-authorization": f"Bearer {token}", "x-key": key, "accept": "*/*"}
    secrets = (token, key)

    def problem(headers: dict[str, str], path: str = "/config") -> str:
        return find_access_problem(access, secrets, headers, path)

    assert problem(right) == ""
    assert problem({**right, "x-hf-authorization": token}) != ""
    assert problem({"x-key": key}) == "the header X-HF-Authorization is not sent as recorded"
    assert problem({**right, "authorization": f"Bearer {token}"}).endswith("header authorization")
    assert problem(right, f"/config?token={token}") == "a credential is sent in the address"


def test_a_login_is_checked_in_both_encodings_of_a_form(tmp_path: Path) -> None:
    access = a_replay(tmp_path).access[LOCAL]
    user, password = map(dummy_value, access.login)
    plain = f"username={user}&password={password}".encode()
    assert has_right_login(access, form_fields("application/x-www-form-urlencoded", plain))
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("username", user), ("password", password))
    )
    form = form_fields("multipart/form-data; boundary=b", f"{parts}--b--\r\n".encode())
    assert has_right_login(access, form)
    assert not has_right_login(access, {**form, "password": "other"})
    assert not is_logged_in(access, {})


def test_an_upload_keeps_its_bytes() -> None:
    content = bytes(range(256)) + b"\r\n--boundary-like\r\n\r\n"
    head = b'--b-1\r\nContent-Disposition: form-data; name="files"; filename="a\\"b.png"\r\n'
    body = head + b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--b-1--\r\n"
    files = uploaded_files('multipart/form-data; boundary="b-1"', body)
    assert files == [('a\\"b.png', content)]


def test_made_up_outputs_are_of_the_types_that_are_returned(tmp_path: Path) -> None:
    picture, seed = sample_outputs(a_script(tmp_path).steps[0].endpoint)
    assert picture["meta"] == {"_type": "gradio.FileData"}
    assert seed == 2


def test_what_another_process_asks_the_port_for_is_not_of_the_program(tmp_path: Path) -> None:
    replay, source = a_replay(tmp_path), a_script(tmp_path).clients[0]
    with ReplayServer([ReplayApp(source, replay, ())]) as server:
        port, _, folder = server.origins[0].rpartition("/")
        assert httpx.get(f"{port}/config").status_code == 404
        assert not replay.problem
        assert httpx.get(f"{port}/{folder}/config").status_code == 400
        assert "the header X-HF-Authorization is not sent as recorded" in replay.problem
