"""Which version has which quirk."""

import pytest

from spacetui.wire.quirks import QUIRKS, Quirks, quirks_of


@pytest.mark.parametrize(
    ("version", "shifted", "quoted", "cancel", "named"),
    [
        ("3.50.2", False, True, False, True),
        ("4.0.0", False, True, False, False),
        ("4.30.0", False, True, False, False),
        ("4.44.1", False, True, True, False),
        ("5.0.0", False, False, True, False),
        ("5.0.0b1", False, False, True, False),
        ("5.29.0", False, False, True, False),
        ("5.29.1", True, False, True, False),
        ("6.31.0", True, False, True, False),
        ("10.0", True, False, True, False),
        ("", True, False, True, False),
        ("dev", True, False, True, False),
    ],
)
def test_the_quirks_of_a_version(*, version: str, shifted: bool, quoted: bool, cancel: bool, named: bool) -> None:
    assert quirks_of(version) == Quirks(
        shifted_deletes=shifted, quoted_errors=quoted, cancel_route=cancel, named_files=named
    )


def test_every_row_is_a_field_and_every_field_a_row() -> None:
    assert set(QUIRKS) == set(Quirks.__slots__)
