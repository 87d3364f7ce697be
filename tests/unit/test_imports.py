"""Imports point down and form no circle, and nothing heavy is loaded before it is needed.

import-linter reads the contracts of pyproject.toml; sys.modules shows what is really loaded.
"""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.unit.import_graph import find_circle, import_graph

ROOT = Path(__file__).parents[2]
HEAVY = (
    "httpx",
    "huggingface_hub",
    "textual",
    "rich",
    "gradio",
    "gradio_client",
    "PIL",
    "jsonschema",
    "asyncio",
)
NOT_TO_OPEN = """
sqlite3 secrets
spacetui.store.store spacetui.store.row_types spacetui.model.events spacetui.model.recording
spacetui.session.live_call spacetui.session.call_journal spacetui.wire.calls.call_stream
spacetui.wire.protocols.sse_v1 spacetui.wire.files.download spacetui.wire.files.upload
spacetui.wire.openapi.generate spacetui.hub.account spacetui.hub.duplicate
"""
HEADLESS = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "spacetui").rglob("*.py"))
    # The apps of the demo are programs of Gradio, and __main__ runs on import. textual-serve, which
    # serve is built on, loads Rich.
    if path.relative_to(ROOT / "spacetui").parts[0] not in ("tui", "serve", "__main__.py")
    and "apps" not in path.parts
]


def loaded_after(code: str) -> set[str]:
    """Return the top-level packages that a new Python process has loaded after `code`."""
    report = "import json, sys\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    program = f"{textwrap.dedent(code)}\n{report}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


def test_imports_follow_the_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter)], capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_no_modules_import_each_other() -> None:
    assert find_circle(import_graph(ROOT / "spacetui")) == []


@pytest.mark.parametrize(
    "last",
    [
        "import package.a",
        "from package import a",
        "from package.a import name",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from package.a import name",
        "def function():\n    from package.a import name",
    ],
)
def test_a_circle_of_three_modules_is_found(last: str, tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    sources = {"__init__": "", "a": "from package.b import x", "b": "from package import c"}
    for name, source in {**sources, "c": last}.items():
        (package / f"{name}.py").write_text(source)
    assert set(find_circle(import_graph(package))) == {"package.a", "package.b", "package.c"}
    (package / "c.py").write_text("from package import d, x\nimport other.a")
    assert find_circle(import_graph(package)) == []


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["run", "--help"], ["snippet", "--lang"]]
)
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    code = f"""
        from spacetui.cli.commands import run
        assert run({args!r}) == 0
    """
    allowed = {"asyncio"} if args[0] in ("run", "snippet") else set()
    assert loaded_after(code) & (set(HEAVY) - allowed) == set()


def test_a_src_that_stands_alone_needs_no_click() -> None:
    code = "from spacetui.cli import src_alone\nassert src_alone(['owner/name']) == 'owner/name'"
    assert loaded_after(code) & {"click", "httpx", "textual", "asyncio"} == set()


def test_no_headless_module_loads_textual_or_rich() -> None:
    # httpx would import its own command line, and with it Rich; spacetui.wire says that there is
    # none.
    code = f"""
        from importlib import import_module
        for name in {[name for name in HEADLESS if not name.startswith("spacetui.demo.apps")]!r}:
            if name in ("spacetui.demo.gradio_server", "spacetui.demo.gradio_launcher"):
                continue
            import_module(name)
    """
    assert loaded_after(code) & {"textual", "rich"} == set()


def test_an_app_opens_without_what_calls_files_and_the_store_need() -> None:
    code = f"""
        import sys
        import spacetui.hub.client, spacetui.session.session, spacetui.wire.connection, httpx
        assert httpx.AsyncClient
        assert [name for name in {NOT_TO_OPEN.split()!r} if name in sys.modules] == []
    """
    assert loaded_after(code) & {"rich", "pygments", "click"} == set()


def test_modules_without_network_load_neither_textual_nor_rich() -> None:
    light = ("model", "snippets", "store", "session", "system", "text", "errors", "cli")
    names = [name for name in HEADLESS if name.split(".")[1:2] and name.split(".")[1] in light]
    assert len(names) > 20
    code = f"""
        from importlib import import_module
        for name in {names!r}:
            import_module(name)
    """
    assert (
        loaded_after(code) & {"textual", "rich", "httpx", "huggingface_hub", "PIL", "gradio"}
        == set()
    )


def test_the_hub_client_loads_huggingface_hub_on_its_first_request() -> None:
    assert "huggingface_hub" not in loaded_after(
        "import spacetui.hub.client, spacetui.session.session"
    )


def test_the_first_connection_imports_on_no_event_loop() -> None:
    """httpcore, h11 and anyio take 60 ms: a key would wait for them."""
    code = """
    import asyncio, sys, threading
    from spacetui.errors import Unreachable
    from spacetui.wire.connection import Connection
    from spacetui.wire.http.credentials import Credentials

    class Recorder:
        def find_spec(self, name, path=None, target=None):
            if threading.current_thread() is threading.main_thread():
                print(name)

    async def main():
        connection = Connection("http://127.0.0.1:1", Credentials())
        sys.meta_path.insert(0, Recorder())
        try:
            await connection.open()
        except Unreachable:
            print("asked")
        del sys.meta_path[0]
        await connection.aclose()

    asyncio.run(main())
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60
    )
    names = done.stdout.split()
    assert names[-1] == "asked", done.stderr
    heavy = {"httpcore", "h11", "anyio", "sniffio", "certifi"}
    assert {each for each in names if each.partition(".")[0] in heavy} == set()
