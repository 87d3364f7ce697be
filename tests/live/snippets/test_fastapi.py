"""FastAPI programs, started with uvicorn and asked by POST: what comes back is what `run` gives."""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from spacetui.cli.commands import run
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Endpoint, Json
from spacetui.model.script import Link, Script, Step, script_of_call
from spacetui.model.source import Source
from spacetui.snippets import render
from tests.live.app_server import START_SECONDS, run_app
from tests.live.apps.login import PASSWORD, USER

pytestmark = pytest.mark.live
NASTY = (
    "it's \"x\" '\"'\"' \\ %s $HOME $(id) `id` !! {a} ${b} </script> \n\r\n\t\x1b\x7f\u2028 漢 😀 "
    '{"a": [null]}'
)
VALUE = {
    NASTY: [None, True, False, [[], {}, [{"a": [None]}]]],
    "numbers": [2**53 + 1, -(2**63), 0.1, 1e-300, 0, -0.0],
    "5 MB": "it's 漢\n" * 500_000,
}
ODD_NAMES = ('it\'s "x"\ny.txt', "-F @é漢😀=x.txt", "#?%20&;.txt", "../../$(id).txt")
CERTIFICATE = Path(__file__).parents[1] / "localhost.pem"
# Serves the program in each file of a folder under the name of the file.
SERVER = """
import importlib
from pathlib import Path
from fastapi import FastAPI

app = FastAPI()
for file in Path("programs").glob("*.py"):
    app.mount(f"/{file.stem}", importlib.import_module(f"programs.{file.stem}").app)
"""


def programs(one: Any, two: Any) -> dict[str, Script]:
    """Return the scripts that are served, by name. None of their files is there."""

    def call(name: str, **values: Json) -> Script:
        return script_of_call(Call(one.endpoint(name), values), one.source)

    note, picture = FileInput("recorded.txt"), FileInput("recorded.png")
    journey = Script(
        (one.source, two.source),
        (
            Step(0, one.endpoint("/write"), {"text": "recorded"}),
            Step(1, two.endpoint("/read"), {}, (Link("file", 0, 0),)),
            Step(0, one.endpoint("/tell"), {}, (Link("value", 1, 0),)),
        ),
    )
    count = Step(0, one.endpoint("/count"), {"step": 2})
    gone = Source("http://127.0.0.1:9", "http://127.0.0.1:9")
    return {
        "tell": call("/tell", value="recorded"),
        "words": call("/words", text="recorded", number=0.25, flag=True),
        "sizes": call("/sizes", one=picture, two=None),
        "weigh": call("/weigh", files=[note]),
        "read": call("/read", file=note),
        "hang": call("/hang", pictures=[{"image": picture, "caption": None}]),
        "write": call("/write", text="recorded"),
        "drip": call("/drip", text="recorded", times=3),
        "drip_and_fail": call("/drip_and_fail", text="recorded"),
        "fail": call("/fail", text="recorded"),
        "journey": journey,
        "count": Script((one.source,), (count, count)),
        "gone": script_of_call(Call(one.endpoint("/tell"), {"value": 1}), gone),
    }


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Run an app that wants a login, over TLS with a certificate that nobody knows."""
    folder = tmp_path_factory.mktemp("locked")
    with run_app("guarded", folder, str(CERTIFICATE), scheme="https") as url:
        yield Source(
            url,
            url,
            api_prefix="/gradio_api",
            version="6.31.0",
            has_login=True,
            headers=("X-Key",),
            is_insecure=True,
        )


@pytest.fixture(scope="module")
def served(
    one: Any, two: Any, locked: Source, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Serve all programs by one uvicorn, and give a client for them."""
    folder = tmp_path_factory.mktemp("fastapi")
    scripts = programs(one, two)
    scripts["locked"] = script_of_call(Call(Endpoint("/headers", 0)), locked)
    (folder / "programs").mkdir()
    for name, script in scripts.items():
        (folder / "programs" / f"{name}.py").write_text(render(script, "fastapi"), "utf-8")
    (folder / "server.py").write_text(SERVER, "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    secrets = {"APP_USER": USER, "APP_PASSWORD": PASSWORD, "APP_X_KEY": "key"}
    with (folder / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "server:app", "--port", port],
            cwd=folder,
            env={**os.environ, **secrets},
            stdout=log,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/tell/openapi.json", server, folder / "log.txt")
        with httpx.Client(base_url=url, timeout=60) as client:
            yield client
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            httpx.get(url).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return


def data_of_run(capsys: Any, one: Any, name: str, values: Mapping[str, Json]) -> list[Json]:
    """Return the outputs that `spacetui run --json` prints for a call."""
    assert run(["run", one.source.url, name, "--data", json.dumps(values), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    data: list[Json] = next(each["data"] for each in lines if each["event"] == "done")
    return data


@pytest.mark.soak
@pytest.mark.parametrize("value", [VALUE, NASTY, "", None, -0.0, 2**53 + 1, [], {"class": None}])
def test_any_value_arrives_as_run_sends_it(
    value: Json, served: httpx.Client, one: Any, capsys: Any
) -> None:
    answer = served.post("/tell/tell", json={"value": value})
    assert answer.status_code == 200, answer.text[:2000]
    assert [answer.json()] == data_of_run(capsys, one, "/tell", {"value": value})
    assert repr(json.loads(answer.json())) == repr(value)


@pytest.mark.soak
def test_a_value_that_is_not_given_is_the_recorded_one_and_a_wrong_one_is_refused(
    served: httpx.Client, one: Any, capsys: Any
) -> None:
    given = {"text": NASTY, "number": None, "flag": False, "choice": '"b"'}
    asked = served.post("/words/words", json={"text": NASTY, "flag": False, "choice": '"b"'})
    assert asked.json() == data_of_run(capsys, one, "/words", {**given, "number": 0.25})
    assert served.post("/words/words", json={}).json() == ["recorded", 0.25, True, "it's"]
    for wrong in ({"number": "many"}, {"flag": [1]}, {"choice": "c"}, {"text": 5}):
        assert served.post("/words/words", json=wrong).status_code == 422


@pytest.mark.soak
def test_files_of_any_name_arrive(served: httpx.Client, tmp_path: Path) -> None:
    files = [("files", (name, b"x" * at)) for at, name in enumerate(ODD_NAMES)]
    assert json.loads(served.post("/weigh/weigh", files=files).json()) == [0, 1, 2, 3]
    for name in ODD_NAMES:
        answer = served.post("/read/read", files={"file": (name, NASTY.encode())})
        assert answer.json() == NASTY.replace("\r\n", "\n"), name
    assert served.post("/read/read").status_code == 422


def picture(width: int, folder: Path) -> bytes:
    from PIL import Image

    Image.new("RGB", (width, 4), "olive").save(folder / "p.png")
    return (folder / "p.png").read_bytes()


@pytest.mark.soak
def test_two_pictures_arrive_and_one_may_be_left_out(served: httpx.Client, tmp_path: Path) -> None:
    first, second = (("a.png", picture(width, tmp_path)) for width in (10, 11))
    both = served.post("/sizes/sizes", files={"one": first, "two": second})
    assert json.loads(both.json()) == [[10, 4], [11, 4]]
    alone = served.post("/sizes/sizes", files={"one": first})
    assert json.loads(alone.json()) == [[10, 4], None]


@pytest.mark.soak
def test_a_file_is_the_answer_and_several_are_served(served: httpx.Client, tmp_path: Path) -> None:
    answer = served.post("/write/write", json={"text": NASTY})
    assert answer.content.decode() == NASTY
    assert "attachment" in answer.headers["content-disposition"]
    shown = served.post("/hang/hang", files={"pictures": ("a.png", picture(12, tmp_path))})
    sizes, [item] = shown.json()
    assert json.loads(sizes)[0][0] == [12, 4]
    content = served.get(f"/hang{item['image']}").raise_for_status().content
    assert content[1:4] == b"PNG" or content[8:12] == b"WEBP"
    assert served.get("/hang/files/%2e%2e/server.py").status_code == 404


@pytest.mark.soak
def test_updates_come_as_lines_of_json(served: httpx.Client) -> None:
    answer = served.post("/drip/drip", json={"text": NASTY})
    assert answer.headers["content-type"] == "application/jsonl"
    drops = [" ".join([NASTY] * count) for count in (1, 2, 3)]
    assert [json.loads(line) for line in answer.text.split("\n")[:-1]] == drops


@pytest.mark.soak
def test_errors_of_the_app_are_told(served: httpx.Client) -> None:
    failed = served.post("/fail/fail", json={"text": "rain"})
    assert (failed.status_code, failed.json()) == (502, {"detail": "no use for rain"})
    late = served.post("/drip_and_fail/drip_and_fail", json={"text": "drop"})
    assert [json.loads(line) for line in late.text.splitlines()] == [
        "drop",
        {"error": "the tap broke"},
    ]
    gone = served.post("/gone/tell", json={})
    assert gone.status_code == 502
    assert gone.json()["detail"]


@pytest.mark.soak
def test_linked_steps_run_in_one_request_and_state_ends_with_it(served: httpx.Client) -> None:
    for words in ("recorded", "other words"):
        assert json.loads(served.post("/journey/run", json={"text": words}).json()) == words
    for _ in range(2):
        counted = served.post("/count/run", json={"step": 3})
        assert list(counted.json().values()) == [3, 5]


@pytest.mark.soak
def test_the_app_sees_the_visitors_token_beside_the_credentials(served: httpx.Client) -> None:
    seen = served.post("/locked/headers", headers={"X-IP-Token": "of a visitor"}).json()
    assert (seen["x-ip-token"], seen["x-key"]) == ("of a visitor", "key")
    without = served.post("/locked/headers").json()
    assert "x-ip-token" not in without
    assert without["x-key"] == "key"


def test_a_program_answers_without_a_server_of_its_own(one: Any, tmp_path: Path) -> None:
    file = tmp_path / "journey_of_fastapi.py"
    file.write_text(render(programs(one, one)["words"], "fastapi"), "utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    answer = TestClient(program.app).post("/words", json={"text": NASTY})
    assert answer.json() == [NASTY, 0.25, True, "it's"]
