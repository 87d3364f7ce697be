"""What the rows say that the client for Gradio 3 cannot: gradio_client 0.6.1 fails at it."""

import os
import subprocess
from pathlib import Path

import pytest

from spacetui.model.script import Script
from spacetui.model.source import Source
from spacetui.snippets import LANGUAGES, render
from tests.compat.environments import QUIET, python_of

pytestmark = pytest.mark.compat
SECONDS = 120
NOWHERE = Source("http://127.0.0.1:9", "http://127.0.0.1:9", protocol="ws", version="3.50.2")
# What a source has, the option of later clients, and the reason.
OPTIONS = {
    "has_login": ('auth=("user", "password")', "auth", "takes no user and password"),
    "headers": ('headers={"X-Key": "key"}', "headers", "takes no headers"),
    "is_insecure": ("ssl_verify=False", "ssl_verify", "that cannot be checked"),
}


def errors_of(code: str, folder: Path) -> str:
    """Run code with gradio_client 0.6.1, and return how it failed."""
    done = subprocess.run(
        [python_of("3.50.2"), "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=folder,
        env={**os.environ, **QUIET},
    )
    assert done.returncode == 1, done.stdout
    return done.stderr


@pytest.mark.parametrize("name", OPTIONS)
def test_the_client_for_gradio_3_has_no_such_option(name: str, tmp_path: Path) -> None:
    option, keyword, reason = OPTIONS[name]
    code = render(Script((NOWHERE,), ()), "python")
    assert code.count("verbose=False") == 1
    errors = errors_of(code.replace("verbose=False", option), tmp_path)
    assert f"got an unexpected keyword argument '{keyword}'" in errors
    given = ("X-Key",) if name == "headers" else True
    script = Script((NOWHERE._replace(**{name: given}),), ())  # type: ignore[arg-type]
    for language in ("python", "notebook"):
        assert reason in LANGUAGES[language].refusal(script)
    if name == "headers":  # every route passes on the header of its visitor
        assert reason in LANGUAGES["fastapi"].refusal(Script((NOWHERE,), ()))


def test_the_client_for_gradio_3_lacks_what_other_languages_need_of_it(tmp_path: Path) -> None:
    script = Script((NOWHERE,), ())
    tells = "from gradio_client.exceptions import AppError"
    assert "Error: " in errors_of(tells, tmp_path)
    assert "tells no lost call apart" in LANGUAGES["python-submit"].refusal(script)
    saves = "from gradio_client import Client; Client('http://127.0.0.1:9', download_files='out')"
    assert "unexpected keyword argument 'download_files'" in errors_of(saves, tmp_path)
    assert "saves no files" in LANGUAGES["uv"].refusal(script)
