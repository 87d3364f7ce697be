"""A caller of Gradio apps that needs only the standard library, so that our client is not used."""

import hashlib
import json
import uuid
from typing import Any
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

import pytest

_OPENER = build_opener(ProxyHandler({}))


class Caller:
    """One app of the demo at its root URL."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.info: dict[str, Any] = self.json("/gradio_api/info")["named_endpoints"]
        config = self.json("/config")
        self.props = {each["id"]: each["props"] for each in config["components"]}
        self.inputs = {f"/{each['api_name']}": each["inputs"] for each in config["dependencies"]}

    def read(self, path: str, data: bytes | None = None, kind: str = "application/json") -> bytes:
        request = Request(self.host + path, data, {"Content-Type": kind})
        with _OPENER.open(request, timeout=60) as response:
            return bytes(response.read())

    def json(self, path: str, value: Any = None) -> Any:
        return json.loads(self.read(path, None if value is None else json.dumps(value).encode()))

    def events(self, api_name: str, data: list[Any]) -> list[tuple[str, Any]]:
        """Call an endpoint and return the events of its stream: (event, value)."""
        event_id = self.json(f"/gradio_api/call{api_name}", {"data": data})["event_id"]
        stream = self.read(f"/gradio_api/call{api_name}/{event_id}").decode()
        blocks = [block.split("\n", 1) for block in stream.strip().split("\n\n")]
        return [
            (head.removeprefix("event: "), json.loads(body.removeprefix("data: ")))
            for head, body in blocks
        ]

    def call(self, api_name: str, data: list[Any]) -> list[Any]:
        """Call an endpoint and return its final outputs, with a hash in place of each file."""
        event, value = self.events(api_name, data)[-1]
        assert event == "complete", f"{api_name} {data}: {value}"
        return [self.with_hashes(each) for each in value]

    def with_hashes(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.with_hashes(each) for each in value]
        if not isinstance(value, dict):
            return value
        if value.get("meta") == {"_type": "gradio.FileData"}:
            content = self.read("/gradio_api/file=" + quote(value["path"]))
            return hashlib.sha256(content).hexdigest()
        return {key: self.with_hashes(each) for key, each in value.items()}

    def upload(self, name: str, content: bytes) -> dict[str, Any]:
        boundary = uuid.uuid4().hex
        disposition = f'form-data; name="files"; filename="{name}"'
        head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n"
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        paths = json.loads(
            self.read("/gradio_api/upload", body, f"multipart/form-data; boundary={boundary}")
        )
        return {"path": paths[0], "orig_name": name, "meta": {"_type": "gradio.FileData"}}


@pytest.fixture(scope="session")
def callers(demo: Any) -> dict[str, Caller]:
    """Return a caller of each app, by Space id."""
    with _OPENER.open(f"{demo.hub_url}/api/spaces", timeout=10) as response:
        return {space["id"]: Caller(space["host"]) for space in json.load(response)}
