"""The stand-in of the Hub: a small HTTP server over hub_api.py, and the starter of the Gradio process.

Standard library only, so that it answers long before Gradio is imported. Its first line of standard output is
JSON: {"url": its own, "apps_pid": the Gradio process}. Started by supervisor.py with the folder for its files.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from spacetui.demo.child_process import end_with_starter
from spacetui.demo.gradio_launcher import AppsProcess


def main() -> None:
    """Start the Gradio process first, since it takes longest; then serve the Hub's API."""
    folder = Path(sys.argv[1])
    apps = AppsProcess(folder)

    def end(*_: object) -> None:
        apps.end()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    end_with_starter(end)
    signal.signal(signal.SIGTERM, end)

    # Here, for they cost more than starting the process that we have just started.
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from urllib.parse import parse_qs, urlsplit

    from spacetui.demo.hub_api import HubApi, Request

    api = HubApi(apps)

    class Handler(BaseHTTPRequestHandler):
        """Answers from `api`; says nothing on the terminal."""

        protocol_version = "HTTP/1.1"
        server_version = "spacetui-demo"
        sys_version = ""
        # Headers and body are two writes; the second must not wait for the client's acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, keep_blank_values=True)
            answer = api.answer(Request(parts.path, query, self.headers.get("Authorization", "")))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    hello = {"url": f"http://127.0.0.1:{server.server_address[1]}", "apps_pid": apps.process.pid}
    sys.stdout.write(json.dumps(hello) + "\n")
    sys.stdout.flush()
    api.warm_up()
    server.serve_forever()
