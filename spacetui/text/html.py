"""The text of a fragment of HTML, which servers put into their messages and people into their READMEs."""

import html
import re

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|button|center|code|dd|details|div|dl|dt|em|font|footer|form|h[1-6]|head"
    r"|header|hr|html|i|iframe|img|input|kbd|label|li|link|main|mark|meta|nav|ol|p|picture|pre|s|script|section"
    r"|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|title|tr|u|ul|video)"
    r"(?:\s[^<>]{0,2000})?/?>|<!(?:--[^<>]{0,2000}--|doctype[^<>]{0,200})>",
    re.IGNORECASE,
)
# Tags at which a browser begins a new line.
_BREAK = re.compile(
    r"</?(?:blockquote|br|center|dd|details|div|dl|dt|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section"
    r"|summary|table|tr|ul)\b",
    re.IGNORECASE,
)
# Characters of an HTML fragment that are looked at.
TAGGED = 200_000


def without_tags(text: str) -> str:
    """Give the text of an HTML fragment, its lines apart; what only looks like a tag, `<class 'int'>`, stays."""
    if _TAG.search(text[:TAGGED]) is None:
        return text
    return html.unescape(_TAG.sub(lambda tag: "\n" if _BREAK.match(tag[0]) else "", text[:TAGGED]))
