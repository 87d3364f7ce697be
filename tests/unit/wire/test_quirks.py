"""Which version has which quirk."""

import pytest

from spacetui.wire.quirks import QUIRKS, Quirks, quirks_of


@pytest.mark.parametrize(
    ("version", "shifted", "quoted"),
    [
        ("3.50.2", False, True),
        ("4.44.1", False, True),
        ("5.0.0", False, False),
        ("5.0.0b1", False, False),
        ("5.29.0", False, False),
        ("5.29.1", True, False),
        ("6.31.0", True, False),
        ("10.0", True, False),
        ("", True, False),
        ("dev", True, False),
    ],
)
def test_the_quirks_of_a_version(version: str, shifted: bool, quoted: bool) -> None:
    assert quirks_of(version) == Quirks(shifted_deletes=shifted, quoted_errors=quoted)


def test_every_row_is_a_field_and_every_field_a_row() -> None:
    assert set(QUIRKS) == set(Quirks.__slots__)
