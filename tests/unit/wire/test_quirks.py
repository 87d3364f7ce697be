"""Which version has which quirk."""

import pytest

from spacetui.wire.quirks import QUIRKS, Quirks, quirks_of


@pytest.mark.parametrize(
    ("version", "shifted", "quoted", "cancel", "named", "call", "usage", "own"),
    [
        ("3.50.2", False, True, False, True, False, False, False),
        ("4.0.0", False, True, False, False, False, False, False),
        ("4.30.0", False, True, False, False, True, False, False),
        ("4.19.2", False, True, False, False, False, False, False),
        ("4.20.0", False, True, False, False, True, False, False),
        ("4.44.1", False, True, True, False, True, False, False),
        ("5.0.0", False, False, True, False, True, False, False),
        ("5.0.0b1", False, False, True, False, True, False, False),
        ("5.29.0", False, False, True, False, True, False, False),
        ("5.29.1", True, False, True, False, True, False, False),
        ("5.44.0", True, False, True, False, True, False, False),
        ("5.44.1", True, False, True, False, True, True, False),
        ("6.12.9", True, False, True, False, True, True, False),
        ("6.31.0", True, False, True, False, True, True, True),
        ("10.0", True, False, True, False, True, True, True),
        ("", True, False, True, False, True, True, True),
        ("dev", True, False, True, False, True, True, True),
    ],
)
def test_the_quirks_of_a_version(
    *,
    version: str,
    shifted: bool,
    quoted: bool,
    cancel: bool,
    named: bool,
    call: bool,
    usage: bool,
    own: bool,
) -> None:
    assert quirks_of(version) == Quirks(
        shifted_deletes=shifted,
        quoted_errors=quoted,
        cancel_route=cancel,
        named_files=named,
        call_route=call,
        usage_summary=usage,
        own_openapi=own,
    )


def test_every_row_is_a_field_and_every_field_a_row() -> None:
    assert set(QUIRKS) == set(Quirks.__slots__)
