"""Values that an MCP client gives to the tools of an app: what comes back is what `run` gives."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from spacetui.cli.commands import run
from spacetui.model.schema import Json
from tests.live.snippets.mcp_client import call_tool, configuration

NASTY = (
    "it's \"x\" '\"'\"' \\ %s $HOME $(id) `id` !! {a} ${b} </script> \n\r\n\t\x1b]0;x\x07\x7f\u2028"
    '\u2029 漢 😀 ["a"] {"b": 1} """ ' + "'''"
)
# Of mcp_tools.py. Within the 4 MiB that its server takes.
CALLS: Mapping[str, Mapping[str, Json]] = {
    "/loud": {"text": NASTY, "times": 2},
    "/keywords": {"class": NASTY, "await": "it's 漢\n" * 200_000, "import": '{"a": [null]}'},
    "/numbers": {"whole": 2**53 + 1, "zero": -0.0},
    "/spell": {"text": NASTY},
}


def check_values(url: str, folder: Path, capsys: Any) -> None:
    """Call the tools of mcp_tools.py at `url`. folder: for the files that are sent."""
    for name, values in CALLS.items():
        require_same(url, name, values, values, capsys)
    picture = folder / "-a 'picture'.png"
    Image.new("RGB", (10, 4)).save(picture)
    file = {"path": str(picture), "meta": {"_type": "gradio.FileData"}}
    data = f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"
    # A file of this machine is for an MCP client a data URI.
    require_same(url, "/sizes", {"one": file, "two": file}, {"one": data, "two": data}, capsys)


def require_same(
    url: str, name: str, values: Mapping[str, Json], given: Mapping[str, Json], capsys: Any
) -> None:
    """Check that a tool to which values are given says what `run` prints for them."""
    data = json.dumps(values)
    (server,) = configuration(capsys, url, name, f"--data={data}").values()
    tools, said = call_tool(server, given)
    assert tools == [name.removeprefix("/")] or name == "/loud"
    assert run(["run", url, name, f"--data={data}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["data"] == [said]
