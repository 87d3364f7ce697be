"""The request to a FastAPI program that gives it what was recorded: all values but files are in it.

The program answers in the process that makes the request, without a server of its own.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.snippets.python_fastapi import request_of
from spacetui.verify.recorded_steps import NotRunnable

# Run with the path of the program, beside which its request lies. An answer without an error, or
# lines of JSON without one, ends it with 0.
POST = """
import importlib, json, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")  # a test client that prefers the successor of httpx
from fastapi.testclient import TestClient
program = Path(sys.argv[1])
path, files = json.loads(program.with_name("request.json").read_text("utf-8"))
sys.path.insert(0, str(program.parent))
app = importlib.import_module(program.stem).app
parts = [
    (field, (Path(each).name, Path(each).expanduser().read_bytes()))
    for field, paths in files.items()
    for each in (paths if isinstance(paths, list) else [paths])
]
given = {"files": parts} if parts else {"json": {}}
answer = TestClient(app, raise_server_exceptions=False).post(path, **given)
last = answer.text.rstrip().rpartition("\\n")[2]
is_lines = answer.headers.get("content-type", "").startswith("application/jsonl")
failed = answer.is_error or (is_lines and last.startswith('{"error":'))
print(last if failed else answer.text, file=sys.stderr if failed else sys.stdout)
sys.exit(failed)
"""


def write_request(script: Script, program: Path) -> None:
    """Write the request beside the program that it is for.

    Raises NotRunnable where a recorded file is one of the web, which nothing is fetched from.
    """
    request = request_of(script)
    if any("://" in path for path in _paths(request[1].values())):
        raise NotRunnable("a file of the web cannot be uploaded to it")
    program.with_name("request.json").write_text(json.dumps(request), "utf-8")


def _paths(values: Iterable[Json]) -> Iterator[str]:
    for value in values:
        yield from value if isinstance(value, list) else [value]
