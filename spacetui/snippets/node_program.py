"""The head of a program for node that uses @gradio/client: imports, functions, variables."""

from collections.abc import Mapping, Sequence, Set

from spacetui.snippets.javascript_dialect import GRADIO_3_CLIENT_VERSION, has_gradio_3
from spacetui.snippets.javascript_functions import PRINT_MESSAGES, TLS_CHECK, TLS_OFF
from spacetui.snippets.javascript_literals import PLAIN
from spacetui.snippets.literals import comment_text, write_literal
from spacetui.snippets.plan import Plan


def assemble(
    plan: Plan, uses: Set[str], helpers: Mapping[str, str], parts: Sequence[str], first: str = ""
) -> str:
    """Return a whole program.

    uses: the names that `parts` need imported or defined, of those that are functions in `helpers`.
    first: lines before the imports.
    """
    head = "".join(f"// {each}\n" for each in plan.notes)
    if has_gradio_3(plan):
        head += (
            f"// npm install @gradio/client@{GRADIO_3_CLIENT_VERSION}, which speaks to Gradio 3\n"
        )
    used = "".join(text for name, text in helpers.items() if name in uses)
    errors = PRINT_MESSAGES if has_gradio_3(plan) else ""
    all_parts = (head + first + _imports(uses), used, errors, _environment(plan), *parts)
    return "\n".join(part for part in all_parts if part)


def _imports(uses: Set[str]) -> str:
    """Return the imports of the names that a program uses."""
    modules: dict[str, list[str]] = {}
    if "local" in uses:
        modules["node:fs/promises"] = ["readFile"]
    if "homedir" in uses:
        modules["node:os"] = ["homedir"]
    if "local" in uses:
        modules["node:path"] = ["basename"]
    if "homedir" in uses:
        modules["node:path"].append("join")
    modules["@gradio/client"] = ["Client"]
    if "handle_file" in uses:
        modules["@gradio/client"].append("handle_file")
    return "".join(
        f'import {{ {", ".join(names)} }} from "{module}";\n' for module, names in modules.items()
    )


def _environment(plan: Plan) -> str:
    """Return the lines that check the variables of the environment, and set that of TLS."""
    lines = []
    insecure = [each.source.url for each in plan.clients if each.access.is_insecure]
    if insecure:
        where = comment_text(", ".join(insecure), 200)
        lines.append(f"// NODE_TLS_REJECT_UNAUTHORIZED=0: no certificate of {where} is checked")
        # It holds for all that node connects to, so it is set for the reader only where all of
        # it goes unchecked.
        is_all = len(insecure) == len(plan.clients)
        lines.append(TLS_OFF if is_all else TLS_CHECK)
    if plan.variables:
        names = write_literal(list(plan.variables), PLAIN, 0, len("for (const of ) {"))
        check = "if (!process.env[name]) throw new Error(`set ${name} in the environment first`)"
        lines += [f"for (const name of {names}) {{", f"  {check};", "}"]
    return "".join(f"{line}\n" for line in lines)
