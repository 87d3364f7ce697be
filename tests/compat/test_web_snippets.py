"""JavaScript and TypeScript as programs, against four versions of Gradio."""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from spacetui.errors import CannotWrite
from spacetui.model.call import Call
from spacetui.model.file_input import FileInput
from spacetui.model.schema import Endpoint, Json, Parameter
from spacetui.model.script import Script, script_of_call
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES, render
from tests.browser import Browser
from tests.compat.environments import running
from tests.compat.snippet_script import (
    CREDENTIALS,
    NOTE,
    STREAMED,
    app_at,
    guarded,
    guarded_script_of,
    outputs_of,
    picture_in,
    script_of,
)
from tests.node_modules import compile_typescript, link_modules

pytestmark = pytest.mark.compat
SECONDS = 120


def run_in_node(
    code: str, language: str, modules: Path, folder: Path, **variables: str
) -> tuple[int, str, str]:
    """Run code with the version of the client that it names; return code, stdout and stderr."""
    link_modules(modules, folder, gradio_3="@gradio/client@1.19.0" in code)
    path = folder / f"program{LANGUAGES[language].suffix}"
    path.write_text(code, "utf-8")
    if language == "typescript":
        compiled = compile_typescript(modules, path)
        assert compiled.returncode == 0, compiled.stdout[:3000]
        path = path.with_suffix(".js")
    done = subprocess.run(
        ["node", str(path)],
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=folder,
        env={**os.environ, **variables},
    )
    return done.returncode, done.stdout, done.stderr


def printed_by_node(out: str) -> dict[str, list[Json]]:
    """Return the outputs that were printed under each name."""
    values: dict[str, list[Json]] = {}
    pieces = re.split(r"^(\w+): (?=\[)", out, flags=re.MULTILINE | re.ASCII)[1:]
    for name, text in zip(pieces[::2], pieces[1::2], strict=True):
        values.setdefault(name, []).append(json.loads(text))
    return values


@pytest.mark.parametrize("language", ("javascript", "typescript"))
def test_a_program_for_node_prints_what_run_gives(
    served: tuple[str, str], language: str, node_modules: Path, tmp_path: Path
) -> None:
    version, url = served
    is_old = version.startswith("3.")
    script, wanted = script_of(url, tmp_path, is_exact=False, has_uploads=not is_old, has_chat=True)
    code = render(script, language)
    assert ("npm install @gradio/client@1.19.0" in code) is is_old
    status, out, err = run_in_node(code, language, node_modules, tmp_path)
    assert status == 0, err[-3000:]
    printed = printed_by_node(out)
    assert {name: printed[name][-1] for name in wanted} == outputs_of(script, wanted)
    assert [value for (value,) in printed["streamed"]] == STREAMED


@pytest.mark.parametrize("language", ("javascript", "typescript"))
def test_a_program_for_node_gives_a_login_and_a_header_over_tls(
    served: tuple[str, str],
    guarded_urls: tuple[str, str],
    language: str,
    node_modules: Path,
    tmp_path: Path,
) -> None:
    url, guarded_url = guarded_urls
    has_uploads = not served[0].startswith("3.")
    script, wanted = guarded_script_of(url, tmp_path, has_uploads=has_uploads)
    code = render(guarded(script, guarded_url), language)
    status, out, err = run_in_node(code, language, node_modules, tmp_path, **CREDENTIALS)
    assert status == 0, err[-3000:]
    printed = printed_by_node(out)
    assert {name: printed[name][-1] for name in wanted} == outputs_of(script, wanted)


def shown_in_page(
    script: Script, browser: Browser, files: Sequence[Path] = (), **variables: str
) -> dict[str, list[Json]]:
    """Run a script as a page and return the outputs that were shown under each name."""
    paths = {f"file_{at + 1}": [str(each)] for at, each in enumerate(files)}
    report = browser.run(render(script, "html"), variables, paths)
    assert report["alert"] == ""
    assert report["stored"] == []
    shown: dict[str, list[Json]] = {}
    for name, values in report["sections"]:
        shown.setdefault(name, []).append(values)
    return shown


def test_a_page_shows_what_run_gives(
    served: tuple[str, str],
    guarded_urls: tuple[str, str],
    browser: Browser,
    tmp_path: Path,
) -> None:
    version, url = served
    script, wanted = script_of(url, tmp_path, is_exact=False, has_chat=True)
    if version.startswith("3."):
        with pytest.raises(CannotWrite, match="can call no other site from a page"):
            render(script, "html")
        return
    note = tmp_path / NOTE
    shown = shown_in_page(script, browser, (picture_in(tmp_path), note, note))
    assert {name: shown[name][-1] for name in wanted} == outputs_of(script, wanted)
    assert [value for (value,) in shown["streamed"]] == STREAMED
    script, wanted = guarded_script_of(guarded_urls[0], tmp_path)
    shown = shown_in_page(script, browser, [picture_in(tmp_path)] * 2, **CREDENTIALS)
    assert {name: shown[name][-1] for name in wanted} == outputs_of(script, wanted)


@pytest.mark.parametrize("language", ("javascript", "typescript"))
@pytest.mark.parametrize(
    ("name", "message"), [("/fail", "its reason"), ("/crash_late", "after a part")]
)
def test_the_message_of_an_app_is_printed_and_the_program_fails(
    served: tuple[str, str],
    language: str,
    name: str,
    message: str,
    node_modules: Path,
    tmp_path: Path,
) -> None:
    app, source = app_at(served[1])
    endpoint = app.endpoint(name)
    assert endpoint is not None
    call = Call(endpoint, {endpoint.parameters[0].name: "its reason"})
    code = render(script_of_call(call, source), language)
    status, out, err = run_in_node(code, language, node_modules, tmp_path)
    assert status == 1
    assert ("its reason part" in out) is (name == "/crash_late")
    # Gradio 3 and 4 send Python's repr of the message.
    assert re.search(rf"^(Error: )?'?{message}'?$", err, re.MULTILINE), err


# What the rows say that this client cannot do with Gradio 3: it fails at that.


@pytest.fixture(scope="module")
def gradio_3_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running("3.50.2", tmp_path_factory.mktemp("gradio-3")) as url:
        yield url


def test_the_client_for_gradio_3_changes_numbers(
    gradio_3_url: str, node_modules: Path, tmp_path: Path
) -> None:
    app, source = app_at(gradio_3_url)
    endpoint = app.endpoint("/echo_json")
    assert endpoint is not None
    (name,) = (each.name for each in endpoint.parameters)
    code = render(script_of_call(Call(endpoint, {name: [12345]}), source), "javascript")
    assert code.count("12345") == 1
    code = code.replace("12345", "9007199254740993, -0.0")
    status, out, err = run_in_node(code, "javascript", node_modules, tmp_path)
    assert status == 0, err
    assert repr(json.loads(out)) == repr([[2**53, 0]])
    for number in (2**53 + 1, -0.0):
        script = script_of_call(Call(endpoint, {name: [number]}), source)
        for language in ("javascript", "typescript"):
            with pytest.raises(CannotWrite, match=r"rounded, and -0\.0 as 0"):
                render(script, language)


def test_the_client_for_gradio_3_cannot_upload_a_file(
    gradio_3_url: str, node_modules: Path, tmp_path: Path
) -> None:
    app, source = app_at(gradio_3_url)
    endpoint = app.endpoint("/read_file")
    assert endpoint is not None
    (name,) = (each.name for each in endpoint.parameters)
    code = render(script_of_call(Call(endpoint, {name: None}), source), "javascript")
    assert code.count("null,\n") == 1
    code = code.replace("null,\n", 'new File(["x"], "a.txt"),\n')
    status, out, err = run_in_node(code, "javascript", node_modules, tmp_path)
    assert (status, out, err) == (1, "", "'name'\n")
    script = script_of_call(Call(endpoint, {name: FileInput("a.txt")}), source)
    for language in ("javascript", "typescript"):
        with pytest.raises(CannotWrite, match="cannot upload files to Gradio 3"):
            render(script, language)


def test_the_client_for_gradio_3_sends_no_credentials_to_a_websocket(
    node_modules: Path, tmp_path: Path
) -> None:
    # Gradio 3 names no parameters.
    endpoint = Endpoint("/shout", 0, parameters=(Parameter("param_0"),), input_slots=(True,))
    ran = {}
    with running("3.50.2", tmp_path, "locked_app.py") as locked_url:
        open_url = (tmp_path / "open.txt").read_text()
        for url, option in (
            (locked_url, 'auth: ["user", "password"]'),
            (open_url, 'headers: { "X-Key": "key" }'),
        ):
            source = Source(url, url, protocol="ws", version="3.50.2")
            script = script_of_call(Call(endpoint, {"param_0": "x"}), source)
            code = render(script, "javascript")
            assert code.count(f"connect({json.dumps(url)})") == 1
            code = code.replace(
                f"connect({json.dumps(url)})", f"connect({json.dumps(url)}, {{ {option} }})"
            )
            ran[url] = run_in_node(code, "javascript", node_modules, tmp_path)
    status, out, err = ran[locked_url]
    assert (status, out) == (1, "")
    assert "Unexpected server response: 403" in err
    status, out, err = ran[open_url]
    assert (status, json.loads(out)) == (0, ["X None"]), err
    for access in (source._replace(has_login=True), source._replace(headers=("X-Key",))):
        for language in ("javascript", "typescript"):
            with pytest.raises(CannotWrite, match="no credentials to the WebSocket of Gradio 3"):
                render(replace(script, clients=(access,)), language)


def test_the_client_does_not_find_the_queue_of_gradio_4_8(
    node_modules: Path, tmp_path: Path
) -> None:
    with running("4.8.0", tmp_path) as url:
        app, source = app_at(url)
        endpoint = app.endpoint("/calculate")
        assert endpoint is not None and endpoint.is_queued and source.protocol == "sse"
        script = script_of_call(Call(endpoint, {}), source)
        newer = replace(script, clients=(source._replace(protocol="sse_v1"),))
        status, out, err = run_in_node(
            render(newer, "javascript"), "javascript", node_modules, tmp_path
        )
    assert (status, out) == (13, "")
    assert "status: 405" in err and "/queue/data?fn_index=" in err
    for language in ("javascript", "typescript", "html"):
        with pytest.raises(CannotWrite, match="looks for the queue of Gradio"):
            render(script, language)


def test_the_client_for_gradio_3_fails_in_a_page(
    gradio_3_url: str, browser: Browser, tmp_path: Path
) -> None:
    script, _ = script_of(gradio_3_url, tmp_path, is_exact=False, has_uploads=False)
    with pytest.raises(CannotWrite, match="can call no other site from a page"):
        render(script, "html")
    newer = replace(script, clients=(script.clients[0]._replace(version="4.0"),))
    page = render(newer, "html").replace("@gradio/client@2.7.0", "@gradio/client@1.19.0")
    report = browser.run(page)
    assert (report["sections"], report["alert"]) == ([], "TypeError: Failed to fetch")
