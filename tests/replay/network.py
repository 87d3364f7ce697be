"""The real names on this machine: a CONNECT proxy, and one TLS server behind it.

The proxy sends `huggingface.co:443` and `*.hf.space:443` to the TLS server, whose certificate is
signed by a CA made for the test. A client that honours HTTPS_PROXY and SSL_CERT_FILE then uses the
default endpoint, https and the host names as it does on the internet. Any other host is refused.
"""

import contextlib
import socket
import socketserver
import ssl
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import trustme

HUB = "huggingface.co"
SPACES = ".hf.space"
# A host with a dot in its name, which `*.hf.space` in a certificate does not cover.
DOTTED = f"acme.dotted{SPACES}"
# Bytes that are read at once.
CHUNK = 1 << 16


class Server(socketserver.ThreadingTCPServer):
    """A server on loopback whose threads end with the process."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, handler: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: a client may close a connection at any time."""

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class RealNames:
    """Names of the internet that lead to this machine.

    ca_file: the certificate that a client has to trust. refused: what clients asked the proxy for
    and did not get, as `host:port`.
    """

    def __init__(self, folder: Path, handler: type[BaseHTTPRequestHandler]) -> None:
        """folder: for the CA's certificate. handler: answers each request behind the names."""
        authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self.refused: list[str] = []
        self._tls = Server(_with_tls(handler, authority.issue_cert(HUB, f"*{SPACES}", DOTTED)))
        self._proxy = Server(_proxy_to(self._tls.port, self.refused))

    @property
    def tls_port(self) -> int:
        """The port of the TLS server, for a client that knows no proxy."""
        return self._tls.port

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a process that is to use these names."""
        proxy, ca_file = f"http://127.0.0.1:{self._proxy.port}", str(self.ca_file)
        return {
            "HTTPS_PROXY": proxy,
            "https_proxy": proxy,
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
            "SSL_CERT_FILE": ca_file,
            "CURL_CA_BUNDLE": ca_file,
            "NODE_EXTRA_CA_CERTS": ca_file,
        }

    def close(self) -> None:
        self._proxy.close()
        self._tls.close()


def _with_tls(
    handler: type[BaseHTTPRequestHandler], certificate: trustme.LeafCert
) -> type[socketserver.BaseRequestHandler]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    class Handler(handler):  # type: ignore[misc, valid-type]
        request: socket.socket

        def setup(self) -> None:
            plain: socket.socket = self.request
            self.request = context.wrap_socket(plain, server_side=True)
            super().setup()

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                super().finish()
            with contextlib.suppress(OSError):
                self.request.close()

    return Handler


def _proxy_to(tls_port: int, refused: list[str]) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            client: socket.socket = self.request
            method, target = _read_connect(client)
            host, _, port = target.rpartition(":")
            if method != "CONNECT" or port != "443" or not is_known(host):
                refused.append(target)
                client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", tls_port)) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                up = threading.Thread(target=copy, args=(client, server), daemon=True)
                up.start()
                copy(server, client)
                up.join()

    return Handler


def is_known(host: str) -> bool:
    """Return whether `host` is one of the names that lead here."""
    return host == HUB or host.endswith(SPACES)


def _read_connect(client: socket.socket) -> tuple[str, str]:
    """Read the head of a request to the proxy; return its method and target."""
    head = b""
    while not head.endswith(b"\r\n\r\n") and len(head) < CHUNK:
        byte = client.recv(1)
        if not byte:
            return "", ""
        head += byte
    method, target, *_ = [*head.decode("latin-1").split(" ", 2), "", ""]
    return method, target


def copy(source: socket.socket, target: socket.socket) -> None:
    """Copy until the source ends, and tell the target that it did."""
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
