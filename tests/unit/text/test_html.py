"""HTML in messages becomes text; what only resembles a tag stays."""

import pytest

from spacetui.text.html import strip_tags


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<html><body class='x'><h1>Oh</h1><br/>no", "\nOh\n\nno"),
        ("<b>one</b><br>two<ul><li>three</li></ul>", "one\ntwo\n\nthree\n\n"),
        ("see <a href='http://x'>this &amp; that</a><!-- no -->", "see this & that"),
        ("no <class 'int'>, x<y>z &amp;", "no <class 'int'>, x<y>z &amp;"),
    ],
)
def test_only_tags_of_html_are_removed(text: str, shown: str) -> None:
    assert strip_tags(text) == shown
