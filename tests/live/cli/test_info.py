"""`info` as a process: what it reads besides the schema, and the OpenAPI document."""

from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.commands import run
from spacetui.store.read_at_start import read_start_values
from spacetui.system.paths import store_path
from tests.cli_result import Cli
from tests.openapi_check import problems

pytestmark = pytest.mark.live


def by_name(info: Any) -> dict[str, Any]:
    return {each["api_name"]: each for each in info["endpoints"]}


def test_info_shows_docstrings_and_how_calls_went(cli: Cli, schema_url: str) -> None:
    assert cli("run", schema_url, "/same", "x").out == "first x\n"
    # A failure is counted when the next call comes.
    assert [cli("run", schema_url, "/same_1", value).code for value in ("bad", "bad")] == [1, 1]
    done = cli("info", schema_url)
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    lines = done.out.splitlines()
    (same,) = (line for line in lines if line.startswith("/same "))
    assert same.startswith("/same · usually 0.") and same.endswith(" s, 100% succeed")
    (failed,) = (line for line in lines if line.startswith("/same_1 "))
    assert failed.endswith("% succeed") and "100%" not in failed and "usually" not in failed
    assert any("plus | minus; by hand; what to do with them" in line for line in lines)

    (info,) = cli("info", schema_url, "--json").lines
    endpoints = by_name(info)
    same = endpoints["/same"]
    assert (same["past_calls"] > 0, same["success_rate"]) == (True, 1.0)
    assert 0.2 <= same["usual_seconds"] < 5
    assert endpoints["/same_1"]["success_rate"] < 1 and "usual_seconds" not in endpoints["/same_1"]
    assert "past_calls" not in endpoints["/look"], "nobody called it"
    add = {each["name"]: each for each in endpoints["/add"]["parameters"]}
    assert add["a"]["description"] == "the first number"
    assert add["b"]["description"] == "the second, \x1b[31m[b]odd[/b]", (
        "exact where a program reads it"
    )
    assert (add["op"]["info"], add["op"]["description"]) == ("by hand", "what to do with them")


def test_an_undocumented_endpoint_is_called_by_the_names_of_its_parameters(
    cli: Cli, schema_url: str
) -> None:
    (narrow,) = cli("info", schema_url, "--json").lines
    assert "/undocumented" not in by_name(narrow)
    (wide,) = cli("info", schema_url, "--json", "--all-endpoints").lines
    hidden = by_name(wide)["/undocumented"]
    assert hidden["visibility"] == "undocumented"
    assert [each["name"] for each in hidden["parameters"]] == ["word", "times", "unset"]
    assert "/private" not in by_name(wide)
    assert cli("run", schema_url, "/undocumented", "word=hi", "times=2").out == "hi hi None\n"
    done = cli("snippet", schema_url, "/undocumented", "word=hi", "--lang", "python")
    # By place: gradio_client knows no names here.
    assert '    "hi",\n    3,\n    None,\n' in done.out
    wrong = cli("run", schema_url, "/undocumented", "param_0=hi")
    assert (wrong.code, wrong.out) == (2, "")
    assert "It takes: word, times, unset." in wrong.err


def test_openapi_is_one_document_made_where_the_servers_own_is_invalid(
    cli: Cli, schema_url: str
) -> None:
    done = cli("info", schema_url, "--openapi")
    assert (done.code, done.err) == (0, "")
    (document,) = done.lines
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": schema_url}]
    assert problems(document) == []
    assert "/gradio_api/call/undocumented" not in document["paths"]
    (wide,) = cli("info", schema_url, "--openapi", "--all-endpoints").lines
    body = wide["paths"]["/gradio_api/call/undocumented"]["post"]["requestBody"]
    data = body["content"]["application/json"]["schema"]["properties"]["data"]
    assert [each["title"] for each in data["prefixItems"]] == ["word", "times", "unset"]
    assert problems(wide) == []
    add = document["paths"]["/gradio_api/call/add"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    assert (
        "the first number" in add["schema"]["properties"]["data"]["prefixItems"][0]["description"]
    )


def test_openapi_is_the_servers_own_where_that_is_sound(hub_cli: Cli) -> None:
    (document,) = hub_cli("info", "demo/text", "--openapi").lines
    assert document["openapi"].startswith("3.0.")
    assert "/gradio_api/call/v2/shout" in document["paths"]
    assert problems(document) == []


def test_openapi_and_json_exclude_each_other(cli: Cli) -> None:
    done = cli("info", "http://127.0.0.1:9", "--json", "--openapi")
    assert (done.code, done.out) == (2, "")
    assert (
        done.err == "spacetui: --json and --openapi exclude each other. See spacetui info --help.\n"
    )


@pytest.mark.parametrize("command", ["run", "info", "snippet"])
def test_the_schema_that_a_command_has_read_is_there_at_the_next_start_of_the_app(
    command: str, schema_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = {"info": (), "run": ("/same", "x"), "snippet": ("/same", "x", "--lang", "python")}
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "0")
    assert run(["--no-history", command, schema_url, *args[command]]) == 0
    assert list(tmp_path.iterdir()) == []
    # The option has set it, for programs that are started from here.
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "0")
    assert run([command, schema_url, *args[command]]) == 0
    known = read_start_values(store_path(), schema_url, "form/").schema
    assert known is not None and known.app.endpoint("/same") is not None
