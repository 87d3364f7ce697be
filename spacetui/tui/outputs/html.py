"""HTML as the text it holds; never rendered, never opened."""

import re
from html.parser import HTMLParser

from spacetui.model.schema import Json
from spacetui.tui.outputs.textbox import TextView

# Characters of HTML that are read.
MOST_READ = 1_000_000


class HtmlView(TextView):
    """The text of an HTML fragment."""

    def draw(self, value: Json, final: bool) -> None:
        super().draw(text_of_html(value) if isinstance(value, str) else value, final)


_BLOCKS = {
    "p",
    "div",
    "br",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
    "pre",
    "section",
}
_SILENT = {"script", "style", "template", "head", "svg"}


class _HtmlText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        given = dict(attrs)
        if tag == "img" and given.get("alt"):
            self.parts.append(f"[{given['alt']}]")
        if tag == "a":
            self._hrefs.append(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        if (
            tag == "a"
            and self._hrefs
            and (href := self._hrefs.pop()).startswith(("http://", "https://"))
        ):
            self.parts.append(f" ({href[:300]})")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """Give the text of an HTML fragment: tags gone, blocks on lines of their own, links with their address."""
    if "<" not in html and "&" not in html:
        return html
    parser = _HtmlText()
    try:
        parser.feed(html[:MOST_READ])
        parser.close()
    except (AssertionError, ValueError):  # markup that html.parser gives up on is shown as it came
        return html
    lines = [each.strip() for each in "".join(parser.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
