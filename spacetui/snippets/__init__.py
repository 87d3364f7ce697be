"""Code that repeats a Script, in each of LANGUAGES. Rendering is pure: nothing is run or fetched.

To add a language, write a module with `render(script: Script) -> str`, add its row to LANGUAGES,
and write a test that runs the rendered code. The command line, the app, its help and its palette
read the row; a test compares the README with it. Where its code may define functions, the module
has their texts in HELPER_FUNCTIONS. What the language or its client cannot do, the row says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacetui.model.script import Script


# Not a dataclass: `spacetui --help` lists the languages, and dataclasses take 10 ms to import.
class Language(NamedTuple):
    """A language that a script can be rendered in.

    aliases: further names that `--lang` accepts. title: short name for the heading of the code
    pane. lexer: name that Pygments knows. suffix: of a file with such code, with its dot.
    renderer: `module:function`, the module relative to this package; it is imported on first use.
    about: what it is written with, in a few words, for the list of languages.
    cannot: for each thing that it cannot do, the value of a Need and the reason, as a clause that
    names what is lacking. A script that needs it is refused with this reason. Several needs with
    `+` between them are refused where a script has all of them.
    template: the text of the user's own template, with which the renderer is called.
    is_program: whether it makes the calls when it is run. If not, it says how they can be made.
    """

    name: str
    aliases: tuple[str, ...]
    title: str
    lexer: str
    suffix: str
    renderer: str
    about: str
    cannot: Mapping[str, str] = {}
    is_program: bool = True
    template: str = ""

    def load_renderer(self) -> Callable[[Script], str]:
        """Import and return the function that renders a script."""
        module, _, name = self.renderer.partition(":")
        function = getattr(import_module(module, __name__), name)
        if self.template:
            return lambda script: str(function(self.template, script))
        renderer: Callable[[Script], str] = function
        return renderer

    def split_helpers(self, code: str) -> tuple[str, str]:
        """Split rendered code into what makes the calls, and the helper functions that it uses.

        For showing: the code as rendered has the functions before their first use, and only that
        order runs. The second part is empty where there are none.
        """
        module = import_module(self.renderer.partition(":")[0], __name__)
        found = []
        for helper in (each.strip("\n") for each in getattr(module, "HELPER_FUNCTIONS", ())):
            before, is_there, after = code.partition(helper)
            if is_there:
                code = f"{before.rstrip()}\n\n{after.lstrip()}"
                found.append(helper)
        return code, "\n\n".join(found)

    def render(self, script: Script) -> str:
        """Return `script` as code that ends with a newline.

        Raises CannotWrite for a script that needs what the language cannot do, and BadValue for a
        value that is nested too deep.
        """
        reason = self.refusal(script)
        if reason:
            from spacetui.errors import CannotWrite

            able = [row.name for row in LANGUAGES.values() if not row.refusal(script)]
            hint = f"These can: {', '.join(able)}." if able else ""
            raise CannotWrite(f"{self.name} cannot make this call: {reason}", hint=hint)
        return self.load_renderer()(script)

    def refusal(self, script: Script) -> str:
        """Return why this language cannot make the calls of `script`; empty where it can."""
        if not self.cannot:
            return ""
        from spacetui.snippets.needs import needs_of

        needs = needs_of(script)
        refused = (
            reason for all_of, reason in self.cannot.items() if needs >= {*all_of.split("+")}
        )
        return next(refused, "")


# What @gradio/client cannot, in every language that uses it.
_OF_JS_CLIENT = {
    "exact_numbers": "its client sends whole numbers past 2^53 rounded, and -0.0 as 0",
    "gradio_3_files": "its client cannot upload files to Gradio 3",
    "websocket_access": "its client sends no credentials to the WebSocket of Gradio 3",
    "early_queue": "its client looks for the queue of Gradio 4.0 to 4.8 where it is not",
}
# What is in no MCP server of an app, and what its clients cannot.
_OF_MCP = {
    "no_mcp": "the app has no MCP server with a tool for this endpoint",
    "login": "an MCP client cannot log in with user and password",
    "insecure": "an MCP client checks certificates",
    "state": "the tools of Gradio's MCP server keep no State from call to call",
    "any_state": "Gradio's MCP server loses outputs of endpoints that have State",
    "untyped": "Gradio's MCP server fails at parameters without a type, as of JSON components",
    "huge_values": "an MCP server takes no request of more than 4 MiB",
    "oauth_token": "the tools of Gradio's MCP server take no OAuth token",
}
# What `gradio predict` has no option for, and what its client and its output lack.
_OF_GRADIO_PREDICT = {
    "no_names": "it gives values by the names of parameters, which apps have since Gradio 4.23",
    "login": "it has no option for a user and password",
    "headers": "it has no option for headers",
    "insecure": "it has no option for certificates that are not checked",
    "oauth_token": "it has no option for an OAuth token",
    "state": "each `gradio predict` starts without State",
    "unnamed": "it calls endpoints by their names alone",
    "undocumented": "it calls documented endpoints alone",
    "same_labels": "it prints outputs by their labels, of which two are the same",
    "client_names": "a parameter has the name of an argument of its client",
    "app_files": "its client sends no file of an app that only the app itself can reach",
    "long_values": "it takes all values as one argument, and Linux allows 128 KB for it",
}
# What gradio_client 0.6.1 lacks, the last version that makes every call of Gradio 3.
_GRADIO_3_CLIENT = "gradio_client 0.6.1, which calls Gradio 3, takes no"
_OLD_CLIENT = {
    "gradio_3+login": f"{_GRADIO_3_CLIENT} user and password",
    "gradio_3+headers": f"{_GRADIO_3_CLIENT} headers",
    "gradio_3+insecure": f"{_GRADIO_3_CLIENT} certificate that cannot be checked",
    "both_gradios": "no version of gradio_client calls both Gradio 3 and newer apps",
}

_ROWS = (
    Language(
        "python",
        ("py", "python3"),
        "python",
        "python",
        ".py",
        ".python:render",
        "Python with gradio_client",
        cannot=_OLD_CLIENT,
    ),
    Language(
        "curl",
        ("sh", "bash", "shell"),
        "curl",
        "bash",
        ".sh",
        ".curl:render",
        "a shell and curl",
    ),
    Language(
        "javascript",
        ("js", "node", "mjs"),
        "js",
        "javascript",
        ".mjs",
        ".javascript:render",
        "JavaScript with @gradio/client",
        cannot=_OF_JS_CLIENT,
    ),
    Language(
        "typescript",
        ("ts", "mts"),
        "ts",
        "typescript",
        ".ts",
        ".typescript:render",
        "TypeScript with @gradio/client, and types from the schema",
        cannot=_OF_JS_CLIENT,
    ),
    Language(
        "python-submit",
        ("submit", "job"),
        "submit",
        "python",
        ".py",
        ".python_submit:render",
        "Python with gradio_client that shows the status, retries with back-off, and cancels",
        cannot={"gradio_3": "gradio_client 0.6.1, which calls Gradio 3, tells no lost call apart"},
    ),
    Language(
        "notebook",
        ("jupyter", "ipynb"),
        "notebook",
        "json",
        ".ipynb",
        ".python_notebook:render",
        "a Jupyter notebook with a cell for each call",
        cannot=_OLD_CLIENT,
    ),
    Language(
        "python-async",
        ("httpx", "asyncio"),
        "async",
        "python",
        ".py",
        ".python_async:render",
        "async Python with httpx alone",
        cannot={
            "gradio_3": "httpx speaks no WebSocket, which the queue of Gradio 3 needs",
            "old_queue": "the queue of this app is older than that of Gradio 4.17",
        },
    ),
    Language(
        "uv",
        ("uv-script", "uvrun"),
        "uv",
        "python",
        ".py",
        ".python_uv:render",
        "a script for `uv run` and `hf jobs uv run`: values as flags, or a file of rows",
        cannot={"gradio_3": "gradio_client 0.6.1, which calls Gradio 3, saves no files"},
    ),
    Language(
        "fastapi",
        ("fastapi-route", "api"),
        "fastapi",
        "python",
        ".py",
        ".python_fastapi:render",
        "a FastAPI app that answers a POST with the results of the calls",
        cannot={"gradio_3": f"{_GRADIO_3_CLIENT} headers, such as that of a visitor's quota"},
    ),
    Language(
        "html",
        ("page", "web"),
        "html",
        "html",
        ".html",
        ".web_page:render",
        "a page with @gradio/client, which asks for credentials and files",
        cannot={
            "gradio_3": "the client for Gradio 3 can call no other site from a page",
            "exact_numbers": _OF_JS_CLIENT["exact_numbers"],
            "early_queue": _OF_JS_CLIENT["early_queue"],
            "login": "a browser keeps the cookie of a login from the pages of other sites",
            "insecure": "a page cannot tell a browser to accept a certificate",
        },
    ),
    Language(
        "mcp",
        ("mcp-config", "mcpservers"),
        "mcp",
        "json",
        ".json",
        ".mcp_config:render",
        "configuration of an MCP client",
        cannot=_OF_MCP,
        is_program=False,
    ),
    Language(
        "skill",
        ("agent-skill",),
        "skill",
        "markdown",
        ".md",
        ".skill:render",
        "an agent skill: SKILL.md with the command",
        cannot={"steps": "a skill has one command, which cannot take what another one gave"},
        is_program=False,
    ),
    Language(
        "command",
        ("cli", "spacetui", "spacetui-run"),
        "command",
        "bash",
        ".sh",
        ".command_line:render",
        "command lines of `spacetui run`",
        cannot={"state": "each `spacetui run` starts without State; `spacetui replay` keeps it"},
    ),
    Language(
        "gradio-predict",
        ("gradio", "gradio-cli"),
        "gradio",
        "bash",
        ".sh",
        ".gradio_predict:render",
        "command lines of `gradio predict`, which the gradio package has since 6.10",
        cannot=_OF_GRADIO_PREDICT,
    ),
)
# By name, in the order in which they are listed.
LANGUAGES = {row.name: row for row in _ROWS}
# The languages that ctrl+l goes through; each of the others is chosen from a list.
FIRST_LANGUAGES = tuple(LANGUAGES)[:3]


def find_language(name: str) -> Language:
    """Return the language with this name or alias. Raises UsageError that lists all languages."""
    wanted = name.strip().lower()
    for language in LANGUAGES.values():
        if wanted == language.name or wanted in language.aliases:
            return language
    from spacetui.errors import UsageError

    message = f"{name!r} is not a snippet language" if name else "a snippet language is wanted"
    raise UsageError(message, hint=f"One of: {list_languages()}.")


def list_languages() -> str:
    """Return the names of all languages in one line, for help texts."""
    return ", ".join(LANGUAGES)


def render(script: Script, name: str) -> str:
    """Return `script` as code in the language called `name`. Raises UsageError, CannotWrite."""
    return find_language(name).render(script)
