"""The app that snippets call, and the programs that run snippets."""

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spacetui.model.file_input import files_in
from spacetui.model.schema import App, Endpoint, Json
from spacetui.model.script import Script
from spacetui.model.source import Source
from spacetui.snippets import Language, find_language
from spacetui.snippets.plan import make_plan
from spacetui.wire.schema.parse import parse_app
from tests.browser import Browser
from tests.live.app_server import app_command
from tests.live.snippets.programs import COMMANDS, PYTHONS, USE_JS_CLIENT
from tests.node_modules import compile_typescript, link_modules
from tests.snippet_commands import COMMAND_ENVIRONMENT, put_commands

# Seconds: importing gradio takes 8 of them on a slow machine.
START_TIMEOUT, RUN_TIMEOUT = 120, 90


@dataclass(frozen=True)
class Served:
    """One of the two apps: its schema and its source."""

    app: App
    source: Source

    def endpoint(self, name: str) -> Endpoint:
        endpoint = self.app.endpoint(name)
        assert endpoint is not None, name
        return endpoint


@dataclass(frozen=True)
class Ran:
    """What a program printed that ran a snippet, and its exit code.

    result: under which name the last step printed; empty where there was one step.
    """

    program: str
    code: int
    out: str
    err: str
    result: str = ""

    def outputs(self, endpoint: Endpoint) -> tuple[Json, ...]:
        """Return the shown outputs of `endpoint`, which were printed last."""
        assert self.code == 0, self.err[-2000:]
        printed = self.printed
        if self.program in USE_JS_CLIENT:
            return tuple(json.loads(printed))
        if self.program == "command":
            return tuple(json.loads(printed.rpartition("\n")[2])["data"])
        if self.program == "gradio-predict":
            return tuple(last_json(printed).values())
        if self.program not in PYTHONS:
            return endpoint.shown(tuple(json.loads(printed.rpartition("\n")[2])))
        return (printed,) if len(endpoint.returns) == 1 else tuple(ast.literal_eval(printed))

    @property
    def printed(self) -> str:
        """What was printed last, without the name of the result."""
        lines = self.out
        if self.result and self.program not in COMMANDS:
            before, name, lines = f"\n{lines}".rpartition(f"\n{self.result}: ")
            assert name, before
        return lines.removesuffix("\n")

    def json_output(self, endpoint: Endpoint) -> Json:
        """Return the JSON in the only output of `endpoint`, a text."""
        return json.loads(self.outputs(endpoint)[0])


def last_json(text: str) -> dict[str, Json]:
    """Return the last of the JSON objects in a text, each of which begins in a line of its own."""
    found: dict[str, Json] = json.loads("{" + f"\n{text}".rpartition("\n{")[2])
    return found


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = app_command(Path(__file__).with_name("app.py"), str(port))
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _served(url: str) -> Served:
    def read(path: str) -> Any:
        with urllib.request.urlopen(f"{url}{path}", timeout=START_TIMEOUT) as answer:
            return json.load(answer)

    config = read("/config")
    app = parse_app(url, config, read(f"{config.get('api_prefix', '')}/info?all_endpoints=true"))
    return Served(app, Source(url, url, app.title, app.api_prefix, app.protocol, app.version))


@pytest.fixture(scope="session")
def one(base_url: str) -> Served:
    return _served(f"{base_url}/one")


@pytest.fixture(scope="session")
def two(base_url: str) -> Served:
    return _served(f"{base_url}/two")


def language_of(program: str) -> Language:
    """Return the language of the code that a program runs."""
    names = {name: name for name in PYTHONS}
    names |= {"node": "javascript", "tsc": "typescript", "chromium": "html"}
    names |= {name: name for name in COMMANDS}
    return find_language(names.get(program, "curl"))


def run_page(
    browser: Browser,
    code: str,
    result: str = "",
    files: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Ran:
    """Run a page; what it shows is given as node prints it. files: of its fields, in order."""
    paths = {f"file_{at + 1}": [path] for at, path in enumerate(files)}
    report = browser.run(code, variables, paths)
    assert report["stored"] == []
    names = [f"{name}: " if name else "" for name, _ in report["sections"]]
    shown = [json.dumps(values) for _, values in report["sections"]]
    out = "".join(f"{name}{values}\n" for name, values in zip(names, shown, strict=True))
    return Ran("chromium", int(bool(report["alert"])), out, report["alert"], result)


@pytest.fixture
def run_code(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Ran]:
    """Return a function that runs code with a program; `result` is what its last step is called."""

    def run_it(code: str, program: str, result: str = "", **environment: str) -> Ran:
        path = tmp_path / f"snippet{language_of(program).suffix}"
        path.write_text(code, "utf-8")
        command = sys.executable if program in PYTHONS else program
        if program in COMMANDS:
            command = "sh"
            put_commands(tmp_path / "bin")
            environment = {**COMMAND_ENVIRONMENT, **environment}
            environment["PATH"] = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
        if program in USE_JS_CLIENT:
            modules = request.getfixturevalue("node_modules")
            link_modules(modules, tmp_path)
            if program == "tsc":
                compiled = compile_typescript(modules, path)
                assert compiled.returncode == 0, f"{compiled.stdout}\n{code}"
                path = path.with_suffix(".js")
            command = "node"
        elif shutil.which(command) is None:
            pytest.skip(f"{program} is required")
        done = subprocess.run(
            [command, str(path)],
            capture_output=True,
            encoding="utf-8",
            timeout=RUN_TIMEOUT,
            cwd=tmp_path,
            env={
                **os.environ,
                "GRADIO_ANALYTICS_ENABLED": "False",
                "PYTHONIOENCODING": "utf-8",
                **environment,
            },
        )
        return Ran(program, done.returncode, done.stdout, done.stderr, result)

    return run_it


def files_of(script: Script) -> list[str]:
    """Return the local files of a script in order, as they are picked in a page."""
    values = (step.call.value_of(p) for step in script.steps for p in step.endpoint.parameters)
    return [each.path for value in values for each in files_in(value) if not each.is_url]


@pytest.fixture
def run(run_code: Callable[..., Ran], request: pytest.FixtureRequest) -> Callable[..., Ran]:
    """Return a function that renders a script and runs the code with a program."""

    def run_it(
        script: Script,
        program: str,
        edit: Callable[[str], str] = lambda code: code,
        **environment: str,
    ) -> Ran:
        steps = make_plan(script, ()).steps
        result = steps[-1].result if len(steps) > 1 else ""
        code = edit(language_of(program).render(script))
        if program == "chromium":
            browser = request.getfixturevalue("browser")
            return run_page(browser, code, result, files_of(script), environment)
        return run_code(code, program, result, **environment)

    return run_it
