"""A page run in a browser as a program: it ends with 0, or with 1 and a reason on stderr.

python -m spacetui.verify.page_run BROWSER CLIENT PAGE

CLIENT is the build of @gradio/client that stands in for that of the CDN. The page lies in a frame
of another one, which fills in its form as a reader would, from variables of the environment and
with the files that its labels name, and presses its button. So the text of the page is what was
exported.
"""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from spacetui.model.script import Script
from spacetui.snippets.javascript_dialect import CLIENT_VERSION
from spacetui.snippets.web_page import CDN, label_of
from spacetui.verify.browser import browser_command
from spacetui.verify.recorded_steps import local_files

# The name of a file with the paths of those that are picked.
_FILES = "files.json"
# Seconds between two looks at whether the browser still runs.
_LOOK = 0.2
_DRIVER = """\
<!doctype html>
<meta charset="utf-8">
<body>
<script type="module">
const { labels, names } = %s;

async function run() {
  const frame = Object.assign(document.createElement("iframe"), { src: "/page" });
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
  document.body.append(frame);
  await loaded;
  const { contentDocument: page, contentWindow: { DataTransfer, File } } = frame;
  const form = page.querySelector("form");
  for (const input of form.elements) {
    if (input.type === "password") {
      input.value = await (await fetch(`/variable/${input.name}`)).text();
    }
    if (input.type === "file") {
      const at = Number(input.name.replace("file_", "")) - 1;
      const is_wanted = input.labels[0].textContent.trim() === labels[at];
      const content = is_wanted ? [await (await fetch(`/file/${at}`)).blob()] : [];
      const picked = new DataTransfer();
      picked.items.add(new File(content, names[at] ?? "none"));
      input.files = picked.files;
    }
  }
  const button = form.querySelector("button");
  const ended = new Promise((resolve) => {
    new MutationObserver(() => button.disabled || resolve()).observe(button, { attributes: true });
  });
  button.click();
  if (!button.disabled) throw new Error("its script did not start");
  await ended;
  return page.querySelector("[role=alert]")?.textContent ?? "";
}

const problem = await run().catch(({ message }) => message);
await fetch("/report", { method: "POST", body: problem });
</script>
"""


def main(arguments: Sequence[str]) -> int:
    """Run the page and return the exit code."""
    browser, client, page = arguments
    served = _served(Path(client), Path(page))
    reports: queue.Queue[str] = queue.Queue()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, served, reports))
    Thread(target=server.serve_forever, daemon=True).start()
    command = [*browser_command(browser, Path.cwd()), f"http://localhost:{server.server_port}/"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        problem = _wait_for_report(reports, process)
        process.kill()
    if problem:
        sys.stderr.write(f"{problem}\n")
    return int(bool(problem))


def write_files(script: Script, page: Path) -> None:
    """Write beside a page which files are picked in it, in the order of its fields."""
    paths = [each.path for each in local_files(script)]
    page.with_name(_FILES).write_text(json.dumps(paths), "utf-8")


def _served(client: Path, page: Path) -> dict[str, bytes]:
    """Return what is served, by the path of its address."""
    paths = json.loads(page.with_name(_FILES).read_text("utf-8"))
    files = [Path(each).expanduser() for each in paths]
    given = json.dumps({"labels": list(map(label_of, paths)), "names": [f.name for f in files]})
    text = page.read_text("utf-8").replace(CDN.format(version=CLIENT_VERSION), "/client.js")
    contents = {f"/file/{at}": file.read_bytes() for at, file in enumerate(files)}
    return {
        "/": (_DRIVER % given.replace("<", "\\u003c")).encode(),
        "/page": text.encode("utf-8", "surrogatepass"),
        "/client.js": client.read_bytes(),
        **contents,
    }


def _wait_for_report(reports: "queue.Queue[str]", process: "subprocess.Popen[bytes]") -> str:
    """Return what the page told of how it ended; empty for well."""
    while process.poll() is None:
        with suppress(queue.Empty):
            return reports.get(timeout=_LOOK)
    return "the browser ended before the page did"


class _Handler(BaseHTTPRequestHandler):
    """Serves the pages, the client, the files and the variables, and takes the report."""

    def __init__(self, served: dict[str, bytes], reports: "queue.Queue[str]", *given: Any) -> None:
        self._served, self._reports = served, reports
        super().__init__(*given)

    def do_GET(self) -> None:
        content = self._served.get(self.path)
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        if self.path.startswith("/variable/"):
            content = os.environ.get(self.path.rpartition("/")[2], "").encode()
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()
        self._reports.put(body.decode("utf-8", "replace"))

    def log_message(self, format: str, *given: Any) -> None:
        """Log nothing: stderr says how the page ended."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
