"""Markdown and HTML as rows: what is read, and that a text in pieces is read as the whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from spacetui.tui.outputs.rich_text.block import MAX_BLOCK, Block, Kind
from spacetui.tui.outputs.rich_text.block_rows import BlockRows
from spacetui.tui.outputs.rich_text.html_scanner import HtmlScanner
from spacetui.tui.outputs.rich_text.inline_markdown import inline_content
from spacetui.tui.outputs.rich_text.markdown_scanner import MarkdownScanner
from spacetui.tui.outputs.rich_text.row_stack import RowStack
from spacetui.tui.outputs.rich_text.wrapping import table_rows, wrap_content

MARKDOWN = """\
# Title
some *text*, `x` [a](http://b.c)
- one
- two
  more of two
  1. sub
  1. sub
     ```python
     print(1)
     ```
- three

> quote **b**
> - in it

| a | b |
|---|:-:|
| 1 | 2 \\| 3 |

    indented

Heading
---
1) x

2) y
"""
HTML = """<h2>Title</h2><p>Some <b>bold</b> <a href="https://x.y/z">here</a>.</p>
<ul><li>one<li>two <ol><li>sub</li><li>sub2</li></ol></li></ul>
<img src="http://a/b.png" alt="A cat">
<table><tr><th>a<th>b</tr><tr><td>1</td><td>2 <i>x</i></td></tr></table>
<iframe src="https://q.r/s" title="Map"></iframe><iframe srcdoc="<p>hi"></iframe>
<details><summary>More</summary>inside<pre><code class="language-python">x = 1
y = 2</code></pre></details><blockquote>quoted</blockquote>
after<br>line &lt;b&gt;<script>no()</script>"""


def rows_of(blocks: list[Block], width: int = 40) -> list[str]:
    rows = (BlockRows(each, Content("")).lay_out(width) for each in blocks)
    return [row.plain.rstrip() for block in rows for row in block]


def markdown(text: str, size: int = 10**9) -> list[Block]:
    scanner = MarkdownScanner()
    for start in range(0, len(text), size):
        scanner.read(text[start : start + size])
    return scanner.blocks


def html(text: str, size: int = 10**9) -> list[Block]:
    scanner = HtmlScanner()
    for start in range(0, len(text), size):
        scanner.read(text[start : start + size])
    scanner.finish()
    return scanner.blocks


def test_markdown_is_read_as_what_it_is() -> None:
    assert rows_of(markdown(MARKDOWN)) == [
        "Title",
        "",
        "some text, x a (http://b.c)",
        "",
        "· one",
        "· two more of two",
        "  1. sub",
        "  2. sub",
        "",
        "       print(1)",
        "",
        "· three",
        "",
        "│ quote b",
        "",
        "│ · in it",
        "",
        "a │   b",
        "─────────",
        "1 │ 2 | 3",
        "",
        "  indented",
        "",
        "",
        "Heading",
        "",
        "1. x",
        "",
        "2. y",
    ]


def test_html_is_read_as_what_it_is() -> None:
    assert rows_of(html(HTML)) == [
        "Title",
        "",
        "Some bold here (https://x.y/z).",
        "",
        "· one",
        "· two",
        "  1. sub",
        "  2. sub2",
        "",
        "[A cat] (http://a/b.png)",
        "",
        "a │ b",
        "───────",
        "1 │ 2 x",
        "",
        "[a page of https://q.r/s, Map]",
        "[a page within this one, which is not",
        "shown]",
        "▼ More",
        "  inside",
        "",
        "    x = 1",
        "    y = 2",
        "",
        "│ quoted",
        "",
        "after",
        "line <b>",
    ]


@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_text_in_pieces_is_read_as_the_whole(size: int) -> None:
    assert markdown(MARKDOWN * 3, size) == markdown(MARKDOWN * 3)
    assert rows_of(html(HTML * 3, size)) == rows_of(html(HTML * 3))


_LINES = st.text("#->`~|*_[]()<&!=\n 1.ab日\t\x1b\u202e", max_size=60)


@given(st.lists(_LINES, max_size=5), st.integers(1, 30))
def test_any_text_is_read_in_pieces_as_the_whole_and_has_no_control(
    pieces: list[str], width: int
) -> None:
    text, scanner, page = "".join(pieces), MarkdownScanner(), HtmlScanner()
    for piece in pieces:
        scanner.read(piece)
        page.read(piece)
    page.finish()
    assert scanner.blocks == markdown(text)
    for row in [*rows_of(scanner.blocks, width), *rows_of(page.blocks, width)]:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", row)


def test_controls_written_as_references_are_shown_as_escapes() -> None:
    assert inline_content("a&#8238;b&#x9b;c **&#27;**").plain.count("\\u202e") == 1
    rows = "".join(rows_of(html("<p>a&#8238;b<td>c&#8238;d<img alt='&#8238;'>")))
    assert "\u202e" not in rows
    assert rows.count("\\u202e") == 3


def test_addresses_and_tags_are_said_and_no_script_is_a_link() -> None:
    said = {
        "[x](http://y)": "x (http://y)",
        "<http://y>": "http://y",
        "![cat](http://y/c.png)": "[cat] (http://y/c.png)",
        "![](data:image/png;base64,AAAA)": "[image] (data in the text)",
        "[x](javascript:alert(1))": "[x](javascript:alert(1))",
        '<a href="http://y">x</a><br>z': "x (http://y)\nz",
        "<think>x</think>": "<think>x</think>",
        "snake_case_name 2*3*4": "snake_case_name 234",
        "~~a~~ **b** `*c*`": "a b *c*",
    }
    for source, shown in said.items():
        assert inline_content(source).plain == shown
    assert rows_of(html("<a href='javascript:alert(1)'>x</a>")) == ["x"]
    assert rows_of(html("a < b & c")) == ["a < b & c"]


def test_blocks_stay_small_however_long_a_text_is() -> None:
    long = [
        "word " * 4_000,
        "a\n" * 9_000,
        "x" * 9_000,
        "```\n" + "code\n" * 4_000,
        "- i\n" * 3_000,
    ]
    for text in long:
        blocks = markdown(text, 500)
        assert max(len(each.text) for each in blocks) <= 2 * MAX_BLOCK
        assert len(blocks) > 4
    pages = ["word " * 4_000, "<pre>" + "x\n" * 9_000, "<td>" + "y " * 9_000, "<" * 3_000]
    for page in pages:
        for each in html(page, 500):
            text = each.content.plain if each.content is not None else each.text
            assert len(text) <= 5 * MAX_BLOCK


def test_rows_are_as_wide_as_there_is_room_for_in_cells() -> None:
    texts = ["日本語" * 20, "👍 ok " * 20, "word " * 30, "e\u0301" * 50]
    for text in texts:
        rows = wrap_content(Content(text), 12)
        assert max(row.cell_length for row in rows) <= 12
        assert "".join(row.plain for row in rows).replace(" ", "") == text.replace(" ", "")
    table = [[Content(each) for each in texts[:3]], [Content("a"), Content("b")]]
    widths = {row.cell_length for row in table_rows(table, 50)}
    assert max(widths) <= 50


def test_the_columns_of_a_table_stand_as_its_second_line_says() -> None:
    table = "|left|middle|right|none\n|:-|:-:|--:|-\n|1|2|3|4"
    block = Block(Kind.TABLE, text=table)
    rows = [row.plain for row in BlockRows(block, Content("")).lay_out(60)]
    assert [row.split("│") for row in (rows[0], rows[2])] == [
        ["left ", " middle ", " right ", " none"],
        ["1    ", "   2    ", "     3 ", " 4   "],
    ]


class _Text:
    """A source whose height is not what it is thought to be."""

    def __init__(self, name: str, rows: int) -> None:
        self.name, self.rows = name, rows

    def estimate(self, width: int) -> int:
        return 2

    def lay_out(self, width: int) -> list[Content]:
        return [Content(f"{self.name}{row}") for row in range(self.rows)]


def test_a_stack_lays_out_what_is_asked_for_and_moves_the_rest_when_told() -> None:
    stack = RowStack()
    stack.splice(0, 0, [_Text("a", 3), _Text("b", 1), _Text("c", 2)])
    stack.set_width(10)
    assert stack.height == 6
    stack.lay_out(0, 1)
    assert [stack.row(y).plain for y in range(3)] == ["a0", "a1", ""]  # type: ignore[union-attr]
    stack.settle()
    assert (stack.height, stack.at(3), stack.start_of(2)) == (7, (1, 0), 5)
    stack.splice(1, 2, [_Text("d", 1), _Text("e", 1)])
    assert (stack.height, stack.at(6)[0]) == (9, 2)
    stack.splice(3, 4, [])
    assert stack.height == 7
    assert stack.is_laid_out(0)
    assert not stack.is_laid_out(1)
