"""Run the code of a call as a program that uses the real names of the replay."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from spacetui.snippets import find_language
from tests.node_modules import compile_typescript, link_modules

PRELOAD = Path(__file__).with_name("real_names.cjs")
RUN_SECONDS = 90
# A page is not among them: it runs in a browser, and tests/live/snippets has what it sends.
COMMANDS = {
    "python": [sys.executable],
    "curl": ["sh"],
    "javascript": ["node"],
    "typescript": ["node"],
}


@dataclass(frozen=True)
class Ended:
    """A program that ended: its code, its exit code and what it printed."""

    source: str
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Programs:
    """Runs code in any language. environment: of the programs."""

    folder: Path
    environment: dict[str, str]
    node_modules: Path
    tls_port: int

    def run(self, source: str, language: str, **variables: str) -> Ended:
        """Run `source` to its end. variables: of the environment, besides those of the replay."""
        path = self.folder / f"program{find_language(language).suffix}"
        path.write_text(source, "utf-8")
        link_modules(self.node_modules, self.folder)
        if language == "typescript":
            compiled = compile_typescript(self.node_modules, path)
            assert compiled.returncode == 0, f"{compiled.stdout}\n{source}"
            path = path.with_suffix(".js")
        own = {
            "GRADIO_ANALYTICS_ENABLED": "False",
            "NODE_OPTIONS": f"--require {PRELOAD}",
            "REPLAY_TLS_PORT": str(self.tls_port),
        }
        done = subprocess.run(
            [*COMMANDS[language], str(path)],
            env={**self.environment, **own, **variables},
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            timeout=RUN_SECONDS,
        )
        return Ended(source, done.returncode, done.stdout, done.stderr)
