"""A Chromium without a window, in which pages run from http://localhost as a reader runs them."""

import json
import queue
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from spacetui.snippets.javascript_dialect import CLIENT_VERSION, GRADIO_3_CLIENT_VERSION
from spacetui.snippets.web_page import CDN
from tests.node_modules import GRADIO_3_CLIENT

# Seconds: until Chromium listens on a busy machine, and until a page has run.
START_SECONDS, RUN_SECONDS = 60, 90
CLIENTS = {
    CDN.format(version=CLIENT_VERSION): "@gradio/client",
    CDN.format(version=GRADIO_3_CLIENT_VERSION): GRADIO_3_CLIENT,
}
# Fills in the form, presses Run, and reports what the page shows when it has ended.
DRIVER = """
<script type="module">
const { variables, paths } = %s;
const form = document.querySelector("form");
for (const input of form.elements) {
  if (input.type === "password") input.value = variables[input.name];
  if (input.type !== "file") continue;
  const data = new DataTransfer();
  for (const path of paths[input.name]) {
    const answer = await fetch("/file/" + encodeURIComponent(path));
    data.items.add(new File([await answer.blob()], path.split("/").at(-1)));
  }
  input.files = data.files;
}
const shown = async (each) => {
  if (each.tagName === "P") return each.textContent;
  if (each.tagName === "PRE") return JSON.parse(each.textContent);
  if (!each.download) return { tag: each.tagName, url: each.src ?? each.href };
  const saved = await (await fetch(each.href)).text();
  return each.download.endsWith(".json") ? JSON.parse(saved) : saved;
};
const button = form.querySelector("button");
const sections = [];
new MutationObserver((records) => {
  for (const each of records.flatMap((record) => [...record.addedNodes])) {
    if (each.tagName !== "SECTION") continue;
    const values = [...each.children].filter((child) => child.tagName !== "H2").map(shown);
    sections.push(Promise.all(values).then((done) => [each.id, done]));
  }
}).observe(document.querySelector("main"), { childList: true });
button.click();
while (button.disabled) await new Promise((resolve) => setTimeout(resolve, 20));
const alert = document.querySelector("[role=alert]")?.textContent ?? "";
const stored = Object.keys(localStorage).concat(Object.keys(sessionStorage), document.cookie);
const report = { sections: await Promise.all(sections), alert, stored: stored.filter(Boolean) };
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
</script>
"""


@dataclass
class Browser:
    """A running Chromium. url: of the pages. tools: of the addresses that open one."""

    url: str
    tools: str
    pages: dict[str, bytes]
    reports: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)

    def run(
        self,
        page: str,
        variables: Mapping[str, str] | None = None,
        paths: Mapping[str, list[str]] | None = None,
    ) -> dict[str, Any]:
        """Run a page, its fields filled in, and return what it shows.

        paths: by the name of a field, the files that are picked. Returns `sections` (the id and the
        values of each that was shown, in order), `alert`, and the names that are `stored`.
        """
        for address, package in CLIENTS.items():
            page = page.replace(address, f"/client/{package}")
        given = json.dumps({"variables": variables or {}, "paths": paths or {}})
        self.pages["/page"] = (page + DRIVER % given.replace("<", "\\u003c")).encode()
        opened = self._ask("PUT", f"/json/new?{self.url}/page")
        try:
            return self.reports.get(timeout=RUN_SECONDS)
        finally:
            self._ask("GET", f"/json/close/{json.loads(opened)['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(f"{self.tools}{path}", method=method)
        with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
            content: bytes = answer.read()
            return content


class _Pages(BaseHTTPRequestHandler):
    """Serves the pages, the builds of the client, and the files that are picked."""

    def __init__(
        self,
        pages: dict[str, bytes],
        reports: "queue.Queue[dict[str, Any]]",
        modules: Path,
        *given: Any,
    ) -> None:
        self._pages, self._reports, self._modules = pages, reports, modules
        super().__init__(*given)

    def do_GET(self) -> None:
        _, kind, name = unquote(self.path).split("/", 2) if self.path.count("/") > 1 else "   "
        kinds = {"client": "text/javascript", "file": "application/octet-stream"}
        match kind:
            case "client":
                content = (self._modules / name / "dist" / "browser.js").read_bytes()
            case "file":
                content = Path(name).read_bytes()
            case _:
                content = self._pages.get(self.path, b"")
        self.send_response(200)
        self.send_header("Content-Type", kinds.get(kind, "text/html"))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()
        self._reports.put(json.loads(body))

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


@contextmanager
def running_browser(folder: Path, modules: Path) -> Iterator[Browser]:
    """Start Chromium with its profile in `folder`; modules: the folder of node's packages."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("chromium is required")
    pages: dict[str, bytes] = {}
    reports: queue.Queue[dict[str, Any]] = queue.Queue()
    handler = partial(_Pages, pages, reports, modules)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    options += ["--no-first-run", "--disable-background-networking", "--no-proxy-server"]
    options += ["--remote-debugging-port=0", f"--user-data-dir={folder}"]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen([program, *options], stdout=log, stderr=log)
    try:
        tools = f"http://127.0.0.1:{_port_of(folder, process)}"
        yield Browser(f"http://localhost:{server.server_port}", tools, pages, reports)
    finally:
        process.terminate()
        process.wait()
        server.shutdown()
        server.server_close()


def _port_of(folder: Path, process: "subprocess.Popen[bytes]") -> str:
    """Wait until Chromium has written where it listens, and return that port."""
    file, deadline = folder / "DevToolsActivePort", time.monotonic() + START_SECONDS
    while not file.exists() or not (lines := file.read_text().splitlines()):
        assert process.poll() is None, (folder / "log.txt").read_text()[-2000:]
        assert time.monotonic() < deadline, (folder / "log.txt").read_text()[-2000:]
        time.sleep(0.05)
    return lines[0]
