"""The answers of each Gradio version: its app runs, and its own client and ours make all calls."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.compat.app_description import AppDescription, describe_app
from tests.compat.cases import CASES, FILES
from tests.compat.environments import HERE, environ, python_of, running
from tests.compat.spacetui_client import Cancel, answers_of, cancels_of
from tests.compat.streamed_media import Streams, streams_of

OFFICIAL_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Answers:
    """What both clients gave on one version, by the name of the case."""

    version: str
    official: dict[str, list[dict[str, Any]]]
    ours: dict[str, list[dict[str, Any]]]
    cancels: dict[str, Cancel]
    description: AppDescription
    streams: Streams


class VersionAnswers:
    """The answers of each version, collected when a test first needs them."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._found: dict[str, Answers | Exception] = {}

    def __getitem__(self, version: str) -> Answers:
        if version not in self._found:
            try:
                self._found[version] = ask_both(version, self._base)
            except Exception as error:  # noqa: BLE001  raised again for each test of the version
                self._found[version] = error
        found = self._found[version]
        if isinstance(found, Exception):
            raise found
        return found


def ask_both(version: str, base: Path) -> Answers:
    """Run the app of a version and make every call on it, by its own client and by ours."""
    folder = base / version
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    cases = [each for each in CASES if each.fits(version)]
    asked = json.dumps([(each.name, each.endpoint, each.calls) for each in cases]).encode()
    (folder / "cases.json").write_bytes(asked)
    with running(version, folder) as url, (folder / "cases.json").open("rb") as questions:
        with (folder / "official_client.log").open("wb") as log:
            command = [str(python_of(version)), str(HERE / "official_client.py"), url, str(folder)]
            official = subprocess.Popen(
                command, stdin=questions, stdout=log, stderr=log, env=environ(folder)
            )
        try:
            ours = answers_of(url, cases, folder)
            official.wait(OFFICIAL_SECONDS)
        finally:
            official.kill()
        assert official.returncode == 0, (folder / "official_client.log").read_text(
            errors="replace"
        )[-4000:]
        cancels, description = cancels_of(url), describe_app(url)
        streams = streams_of(url, base / f"{version} streams", folder / "s.wav")
    return Answers(
        version,
        json.loads((folder / "answers.json").read_text()),
        ours,
        cancels,
        description,
        streams,
    )
