"""The stand-in for the Hub: an HTTP server over hub_api.py that also starts the Gradio process.

It needs only the standard library, so that it answers long before Gradio is imported. The first
line of its standard output is JSON: {"url": its own, "apps_pid": the Gradio process}.
demo_processes.py starts it with the folder for its files.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from spacetui.demo.exit_with_parent import exit_with_parent
from spacetui.demo.gradio_launcher import GradioProcess


def main() -> None:
    """Start the Gradio process first, because it takes longest; then serve the Hub's API."""
    folder = Path(sys.argv[1])
    apps = GradioProcess(folder)

    def clean_up() -> None:
        apps.end()
        shutil.rmtree(folder, ignore_errors=True)

    def terminate(*_: object) -> None:
        clean_up()
        os._exit(0)

    exit_with_parent(clean_up)
    signal.signal(signal.SIGTERM, terminate)

    # Imported only now, because this takes longer than starting the Gradio process.
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from urllib.parse import parse_qs, urlsplit

    from spacetui.demo.hub_api import HubApi
    from spacetui.demo.hub_http import Request

    api = HubApi(apps)

    class Handler(BaseHTTPRequestHandler):
        """Responds as `api` does, and logs nothing."""

        protocol_version = "HTTP/1.1"
        server_version = "spacetui-demo"
        sys_version = ""
        # Headers and body are two writes; the second must not wait until the client acknowledges.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, keep_blank_values=True)
            authorization = self.headers.get("Authorization", "")
            response = api.respond(Request(parts.path, query, authorization))
            self.send_response(response.status)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(response.body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    sys.stdout.write(json.dumps({"url": url, "apps_pid": apps.process.pid}) + "\n")
    sys.stdout.flush()
    api.warm_up()
    server.serve_forever()
