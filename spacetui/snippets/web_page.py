"""A Script as one HTML page, which a browser runs: its client comes from a CDN.

The page asks for credentials and files in a form, and keeps nothing. No text of an app can end the
script: `<` is an escape in every literal, and another character in every comment.
"""

from dataclasses import dataclass, field, replace
from html import escape
from textwrap import indent

from spacetui.model.schema import Json
from spacetui.model.script import Script
from spacetui.snippets.arguments import MissingValue
from spacetui.snippets.javascript_calls import CallWriter, reserved_names
from spacetui.snippets.javascript_dialect import CLIENT_VERSION, NODE
from spacetui.snippets.javascript_functions import HELPERS, OWN_CLIENT
from spacetui.snippets.javascript_literals import PLAIN
from spacetui.snippets.literals import comment_text, write_json_scalar, write_literal
from spacetui.snippets.plan import Plan, make_plan
from spacetui.snippets.web_page_parts import NAMES, PICKED, RUN, SHOW, STYLE

CDN = "https://cdn.jsdelivr.net/npm/@gradio/client@{version}/dist/browser.js"
_HELPERS = {**HELPERS, "picked": PICKED}


def render(script: Script) -> str:
    """Return `script` as a page that ends with a newline."""
    plan = make_plan(script, reserved_names(script) | NAMES, client="app")
    pickers = _Pickers()
    dialect = replace(
        NODE,
        scalar=_write_scalar,
        read_variable=lambda name: f"form.elements.{name}.value",
        print_outputs=_show_outputs,
        files=pickers,
        # Else the client keeps what is sent and received in the storage of the browser.
        options=("record_history: false",),
    )
    writer = CallWriter(plan, dialect)
    calls = "".join(writer.client(number) for number in range(len(plan.clients)))
    calls += "".join([writer.step(step) for step in plan.steps])
    missing = "".join(_missing_line(each) for each in plan.missing)
    parts = [
        "".join(f"// {each}\n" for each in plan.notes) + _imports(writer.uses),
        SHOW,
        *(text for name, text in _HELPERS.items() if name in writer.uses),
        OWN_CLIENT if writer.needs_own_client else "",
        missing,
        f"async function call() {{\n{indent(calls, '  ')}}}\n",
        RUN,
    ]
    code = "\n".join(part for part in parts if part)
    return _page(plan, pickers, code.replace("<", "‹"))


def _write_scalar(value: Json) -> str:
    """Write a value that cannot end the script of a page, as `</script>` or `<!--` would."""
    return write_json_scalar(value).replace("<", "\\u003c")


def _show_outputs(name: str, outputs: str, *, is_streamed: bool) -> str:
    """Write what shows outputs; an update takes the place of the one before."""
    return f"show({_write_scalar(name)}, {outputs});"


_VALUES = replace(PLAIN, scalar=_write_scalar)


@dataclass
class _Pickers:
    """Reads files from fields of the form. fields: the name of each, its label, and its plural."""

    fields: list[tuple[str, str, bool]] = field(default_factory=list)

    def named(self, path: str, uses: set[str]) -> str:
        return f"{self._picked(path, uses)}[0]"

    def missing(self, missing: MissingValue, uses: set[str]) -> tuple[str, str]:
        label = f"{missing.name}: {missing.description}"
        files = self._picked(label, uses, are_many=isinstance(missing.empty, list))
        return f"{files}[0]", files

    def _picked(self, label: str, uses: set[str], *, are_many: bool = False) -> str:
        uses.add("picked")
        name = f"file_{len(self.fields) + 1}"
        self.fields.append((name, label, are_many))
        return f'picked("{name}")'


def _missing_line(missing: MissingValue) -> str:
    if missing.parameter.takes_files:  # a field of the form
        return ""
    empty = write_literal(missing.empty, _VALUES)
    return f"const {missing.name} = {empty}; // {missing.description}, wanted\n"


def _imports(uses: set[str]) -> str:
    names = "Client, handle_file" if "handle_file" in uses else "Client"
    return f'import {{ {names} }} from "{CDN.format(version=CLIENT_VERSION)}";\n'


def _page(plan: Plan, pickers: _Pickers, code: str) -> str:
    title = " → ".join(step.endpoint.api_name for step in plan.steps)
    title = f"{title} of {plan.clients[0].source.src}" if plan.clients else title
    title = escape(label_of(title))
    password = 'type="password" autocomplete="off"'
    fields = [_field(name, name, password) for name in plan.variables]
    for name, label, are_many in pickers.fields:
        attributes = f'type="file"{" multiple" if are_many else ""}'
        fields.append(_field(name, escape(label_of(label)), attributes))
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>\n{STYLE}</style>\n<h1>{title}</h1>\n"
        f"<form>\n{''.join(fields)}  <button>Run</button>\n</form>\n<main></main>\n"
        f'<script type="module">\n{code}</script>\n</html>\n'
    )


def _field(name: str, label: str, attributes: str) -> str:
    return f'  <label>{label} <input {attributes} name="{name}" required></label>\n'


def label_of(text: str) -> str:
    """Return a text of an app, or the path of a file, as a page shows it."""
    return comment_text(text, 200)
