"""Plain text of HTML, which servers put into their messages and authors into their READMEs."""

import html
import re

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|button|center|code|dd|details|div|dl|dt|em|font|footer|form"
    r"|h[1-6]|head|header|hr|html|i|iframe|img|input|kbd|label|li|link|main|mark|meta|nav|ol|p|picture"
    r"|pre|s|script|section|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead"
    r"|title|tr|u|ul|video)"
    r"(?:\s[^<>]{0,2000})?/?>|<!(?:--[^<>]{0,2000}--|doctype[^<>]{0,200})>",
    re.IGNORECASE,
)
# The tags at which a browser begins a new line.
_BREAK = re.compile(
    r"</?(?:blockquote|br|center|dd|details|div|dl|dt|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    r"|section|summary|table|tr|ul)\b",
    re.IGNORECASE,
)
# Characters of a text that are read. If there are tags in them, the rest is dropped.
MAX_HTML = 200_000


def strip_tags(text: str) -> str:
    """Return the text of an HTML fragment, with a newline where a browser begins a line.

    Text that only resembles a tag, such as `<class 'int'>`, stays.
    """
    start = text[:MAX_HTML]
    if _TAG.search(start) is None:
        return text
    return html.unescape(_TAG.sub(_line_break, start))


def _line_break(tag: re.Match[str]) -> str:
    return "\n" if _BREAK.match(tag[0]) else ""
