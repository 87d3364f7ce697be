"""The table of protocols: each row is one, an unknown name is the newest, an older one says so."""

from dataclasses import replace

import pytest

from spacetui.errors import NotGradio
from spacetui.model.schema import App
from spacetui.wire.protocols import NEWEST, OLDER, PROTOCOLS, protocol_note, protocol_of

APP = App("http://host", "6.31.0", "sse_v3")


@pytest.mark.parametrize("name", PROTOCOLS)
def test_each_row_can_call_and_has_no_note(name: str) -> None:
    protocol = protocol_of(replace(APP, protocol=name))
    assert protocol is PROTOCOLS[name]
    assert callable(protocol.messages)
    assert callable(protocol.cancel)
    assert protocol_note(name) is None


def test_only_the_first_has_no_diffs() -> None:
    assert [name for name, row in PROTOCOLS.items() if not row.diffs] == ["sse_v1"]


def test_an_unknown_protocol_is_tried_as_the_newest_with_a_note() -> None:
    assert protocol_of(replace(APP, protocol="sse_v99")) is PROTOCOLS[NEWEST]
    assert "sse_v99" in (protocol_note("sse_v99") or "")


@pytest.mark.parametrize("name", OLDER)
def test_an_older_protocol_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(NotGradio, match="not yet") as caught:
        protocol_of(replace(APP, protocol=name))
    assert caught.value.hint
    assert protocol_note(name)
