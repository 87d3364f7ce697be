"""The table of protocols: an unknown name is the newest, and only ws imports websockets."""

import subprocess
import sys

import pytest

from spacetui.model.schema import App
from spacetui.wire.protocols import NEWEST, PROTOCOLS, load_protocol, protocol_note, protocol_of

APP = App("http://host", "6.31.0", "sse_v3")


@pytest.mark.parametrize("name", PROTOCOLS)
def test_each_row_can_call_and_has_no_note(name: str) -> None:
    protocol = protocol_of(APP._replace(protocol=name))
    assert protocol is load_protocol(name)
    assert callable(protocol.messages)
    assert callable(protocol.cancel)
    assert protocol_note(name) is None


def test_only_the_first_have_no_diffs() -> None:
    without = [name for name in PROTOCOLS if not load_protocol(name).diffs]
    assert without == ["ws", "sse", "sse_v1"]


def test_an_unknown_protocol_is_tried_as_the_newest_with_a_note() -> None:
    assert protocol_of(APP._replace(protocol="sse_v99")) is load_protocol(NEWEST)
    assert "sse_v99" in (protocol_note("sse_v99") or "")


def test_websockets_is_loaded_by_no_module_but_its_own() -> None:
    code = """
import sys
import spacetui.wire.connection, spacetui.wire.protocols, spacetui.session.session
assert "websockets" not in sys.modules
import spacetui.wire.http.websocket
assert "websockets" in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
