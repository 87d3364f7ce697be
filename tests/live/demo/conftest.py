"""A plain caller of Gradio apps, standard library only: what the demo gives is judged without our own client."""

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
        with _OPENER.open(request, timeout=60) as answer:
            return bytes(answer.read())

    def json(self, path: str, value: Any = None) -> Any:
        return json.loads(self.read(path, None if value is None else json.dumps(value).encode()))

    def events(self, api_name: str, data: list[Any]) -> list[tuple[str, Any]]:
        """Call an endpoint and give what its stream says: (event, value)."""
        event_id = self.json(f"/gradio_api/call{api_name}", {"data": data})["event_id"]
        stream = self.read(f"/gradio_api/call{api_name}/{event_id}").decode()
        blocks = [block.split("\n", 1) for block in stream.strip().split("\n\n")]
        return [
            (head.removeprefix("event: "), json.loads(body.removeprefix("data: ")))
            for head, body in blocks
        ]

    def call(self, api_name: str, data: list[Any]) -> list[Any]:
        """Call an endpoint and give its final outputs, each file replaced by the hash of its bytes."""
        event, value = self.events(api_name, data)[-1]
        assert event == "complete", f"{api_name} {data}: {value}"
        return [self.with_hashes(each) for each in value]

    def with_hashes(self, value: Any) -> Any:
        if isinstance(value, dict) and value.get("meta") == {"_type": "gradio.FileData"}:
            return hashlib.sha256(self.read("/gradio_api/file=" + quote(value["path"]))).hexdigest()
        if isinstance(value, dict):
            return {key: self.with_hashes(each) for key, each in value.items()}
        return [self.with_hashes(each) for each in value] if isinstance(value, list) else value

    def upload(self, name: str, content: bytes) -> dict[str, Any]:
        mark = uuid.uuid4().hex
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        paths = json.loads(
            self.read("/gradio_api/upload", body, f"multipart/form-data; boundary={mark}")
        )
        return {"path": paths[0], "orig_name": name, "meta": {"_type": "gradio.FileData"}}


@pytest.fixture(scope="session")
def callers(demo: Any) -> dict[str, Caller]:
    """Give a caller for each app, by its Space id."""
    with _OPENER.open(f"{demo.hub_url}/api/spaces", timeout=10) as answer:
        return {space["id"]: Caller(space["host"]) for space in json.load(answer)}
