"""The Python family of snippets as programs, against four versions of Gradio."""

from dataclasses import replace
from pathlib import Path

import pytest

from spacetui.errors import CannotWrite
from spacetui.snippets import render
from tests.compat.python_programs import said_by
from tests.compat.snippet_script import (
    CREDENTIALS,
    KEY,
    STREAMED,
    guarded,
    guarded_script_of,
    script_of,
)

pytestmark = pytest.mark.compat
FAMILY = ("python", "notebook", "python-submit", "python-async", "uv", "fastapi")
# The languages whose client for Gradio 3 makes every call.
OF_GRADIO_3 = ("python", "notebook")
IS_NOT_OF_GRADIO_3 = r"which calls Gradio 3|WebSocket"


@pytest.mark.parametrize("language", FAMILY)
def test_a_program_says_what_run_gives(
    language: str, served: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_NO_HISTORY", "1")
    version, url = served
    script, wanted = script_of(url, tmp_path, has_chat=True)
    if version == "3.50.2" and language not in OF_GRADIO_3:
        with pytest.raises(CannotWrite, match=IS_NOT_OF_GRADIO_3):
            render(script, language)
        return
    said = said_by(language, script, wanted, version, tmp_path)
    assert {name: said[name][-1] for name in wanted} == wanted
    assert repr(said["value"][0]["zero"]) == "-0.0"
    assert said["streamed"] == STREAMED


@pytest.mark.parametrize("language", FAMILY)
def test_a_program_gives_a_login_and_a_header_over_tls(
    language: str, served: tuple[str, str], guarded_urls: tuple[str, str], tmp_path: Path
) -> None:
    version, (url, guarded_url) = served[0], guarded_urls
    script, wanted = guarded_script_of(url, tmp_path)
    locked = guarded(script, guarded_url)
    if version != "3.50.2":
        said = said_by(language, locked, wanted, version, tmp_path, CREDENTIALS)
        assert KEY not in render(locked, language)
    else:
        with pytest.raises(CannotWrite, match=IS_NOT_OF_GRADIO_3):
            render(locked, language)
        if language not in OF_GRADIO_3:
            return
        # Where nothing of this is wanted.
        script = replace(script, clients=(script.clients[0]._replace(headers=()),))
        wanted["key"] = "x None"
        said = said_by(language, script, wanted, version, tmp_path)
    assert {name: said[name][-1] for name in wanted} == wanted
