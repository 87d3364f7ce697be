"""A Script as JavaScript that uses @gradio/client: an ES module for Node."""

import re

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json
from spacetui.model.script import Script
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.javascript_access import (
    INDENT,
    access_options,
    has_credentials,
    read_variable,
)
from spacetui.snippets.javascript_functions import END, HELPERS, OWN_CLIENT, TLS_CHECK, TLS_OFF
from spacetui.snippets.javascript_literals import (
    PLAIN,
    arrange_js_files,
    write_js_access,
    write_js_key,
    write_js_literal,
)
from spacetui.snippets.literals import (
    WIDTH,
    Syntax,
    comment_text,
    contains_non_finite,
    iter_leaves,
    quote_json,
    write_json_scalar,
    write_literal,
)
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedClient, PlannedStep, make_plan

# Names that a snippet uses itself, and names that must keep their meaning in it.
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    Client OwnClient handle_file message path each url JSON File Error Promise console process
    fetch basename join homedir readFile local remote undefined NaN Infinity globalThis Object Array
    Buffer arguments async await break case catch class const continue debugger default delete do
    else enum eval export extends false finally for from function get if implements import in
    instanceof interface let new null of package private protected public return set static super
    switch this throw true try typeof var void while with yield
        """,
    )
)
# The client looks a parameter up with `data.hasOwnProperty(name)`.
_CLIENT_PROPERTIES = frozenset({"hasOwnProperty", "__proto__"})
# Number.MAX_SAFE_INTEGER
_MAX_SAFE = 2**53 - 1
# Columns for the variable, the address and the options in the line that connects.
_CONNECT_WIDTH = WIDTH - len("const  = await OwnClient.connect(, );")


HELPER_FUNCTIONS = (*HELPERS.values(), OWN_CLIENT)


def render(script: Script) -> str:
    """Return `script` as JavaScript that ends with a newline."""
    plan = make_plan(script, _RESERVED, client="app")
    writer = _Writer(plan)
    # The imports depend on what the steps use, so they are written last.
    code = "".join(writer.client(each) for each in plan.clients)
    code += "".join([writer.step(step) for step in plan.steps])
    missing = "".join(_missing_line(each) for each in plan.missing)
    own_client = OWN_CLIENT if writer.needs_own_client else ""
    notes = "".join(f"// {each}\n" for each in plan.notes)
    parts = (notes + writer.imports(), writer.environment(), own_client, missing, code + END)
    return "\n".join(part for part in parts if part)


def _missing_line(missing: MissingValue) -> str:
    empty = write_js_literal(missing.empty)
    return f"const {missing.name} = {empty}; // {missing.description}, wanted\n"


class _Writer:
    """Writes the parts of one snippet. uses: the names that they need imported or defined."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.uses: set[str] = set()
        self.syntax = Syntax(
            write_json_scalar, write_js_key, self.file, padded_braces=True, indent=INDENT
        )

    def imports(self) -> str:
        """Return the imports, and the helpers that the steps use."""
        modules: dict[str, list[str]] = {}
        if "local" in self.uses:
            modules["node:fs/promises"] = ["readFile"]
        if "homedir" in self.uses:
            modules["node:os"] = ["homedir"]
        if "local" in self.uses:
            modules["node:path"] = ["basename"]
        if "homedir" in self.uses:
            modules["node:path"].append("join")
        modules["@gradio/client"] = ["Client"]
        if "handle_file" in self.uses:
            modules["@gradio/client"].append("handle_file")
        code = "".join(
            f'import {{ {", ".join(names)} }} from "{module}";\n'
            for module, names in modules.items()
        )
        helpers = "".join(line for name, line in HELPERS.items() if name in self.uses)
        return f"{code}\n{helpers}" if helpers else code

    def environment(self) -> str:
        """Return the lines that check the variables of the environment, and set that of TLS."""
        lines = []
        insecure = [each.source.url for each in self.plan.clients if each.access.is_insecure]
        if insecure:
            where = comment_text(", ".join(insecure), 200)
            lines.append(f"// NODE_TLS_REJECT_UNAUTHORIZED=0: no certificate of {where} is checked")
            # It holds for all that node connects to, so it is set for the reader only where all of
            # it goes unchecked.
            is_all = len(insecure) == len(self.plan.clients)
            lines.append(TLS_OFF if is_all else TLS_CHECK)
        if self.plan.variables:
            names = write_literal(list(self.plan.variables), PLAIN, 0, len("for (const of ) {"))
            check = (
                "if (!process.env[name]) throw new Error(`set ${name} in the environment first`)"
            )
            lines += [f"for (const name of {names}) {{", f"  {check};", "}"]
        return "".join(f"{line}\n" for line in lines)

    def client(self, client: PlannedClient) -> str:
        source, options = client.source, access_options(client.access)
        if self.plan.is_single and self.plan.steps[0].endpoint.streams:
            options.append('events: ["data", "status"]')
        # By the id, the client would ask the Hub for the address, and that without the token. Its
        # option `token` is no way out: it sends that one to the app too, as Authorization.
        is_guarded = has_credentials(client.access)
        arguments = quote_json(source.url if is_guarded else source.src)
        if options:
            one_line = f"{{ {', '.join(options)} }}"
            lines = "".join(f"  {each},\n" for each in options)
            is_short = len(client.name) + len(arguments) + len(one_line) < _CONNECT_WIDTH
            arguments += f", {one_line}" if is_short else f", {{\n{lines}}}"
        connect = "OwnClient.connect" if is_guarded else "Client.connect"
        comment = f"// {NEW_VISIT}\n" if client.is_new_visit else ""
        return f"{comment}const {client.name} = await {connect}({arguments});\n"

    @property
    def needs_own_client(self) -> bool:
        return any(has_credentials(each.access) for each in self.plan.clients)

    def step(self, step: PlannedStep) -> str:
        app, endpoint = self.plan.clients[step.client].name, step.endpoint
        lines = []
        if not self.plan.is_single:
            lines += ["", f"// {step.heading}"]
        lines += [f"// {each}" for each in step.note]
        lines += _number_comments(step)
        target = quote_json(endpoint.api_name) if endpoint.is_named else str(endpoint.fn_index)
        arguments = f"{target}, {self.data(step)}"
        if self.plan.is_single and endpoint.streams:
            return "\n".join(
                [
                    *lines,
                    f"for await (const message of {app}.submit({arguments})) {{",
                    '  if (message.type === "data") console.log(JSON.stringify(message.data));',
                    '  if (message.stage === "error")'
                    " throw new Error(JSON.stringify(message.message));",
                    "}\n",
                ]
            )
        lines.append(f"const {step.result} = await {app}.predict({arguments});")
        printed = f"JSON.stringify({step.result}.data, null, 2)"
        if self.plan.is_single:
            lines.append(f"console.log({printed});")
        elif step.is_printed:
            lines.append(f"console.log({quote_json(f'{step.result}:')}, {printed});")
        return "\n".join(lines) + "\n"

    def data(self, step: PlannedStep) -> str:
        """Write the arguments: an array where they go by position, else an object."""
        names = {each.name for each in step.arguments}
        if step.is_positional or names & _CLIENT_PROPERTIES:
            lines = [f"  {self.value(each)},\n" for each in step.arguments]
            opening, closing = "[", "]"
        else:
            lines = [f"  {self.property(each)},\n" for each in step.arguments]
            opening, closing = "{", "}"
        if not lines:
            return opening + closing
        return f"{opening}\n{''.join(lines)}{closing}"

    def property(self, argument: Argument) -> str:
        key = f"{write_js_key(argument.name)} "
        value = self.value(argument, len(key))
        if key == f"{value}: ":  # { name } is short for { name: name }
            return value
        return key + value

    def value(self, argument: Argument, column: int = 0) -> str:
        """Write the value of an argument. column: where it starts, after the indent of the line."""
        match argument.value:
            case LinkedValue():
                return self.linked_value(argument.value)
            case MissingValue(name=name):
                return self.missing_value(name, argument.parameter.file_shape)
            case SecretValue(variable=variable):
                return read_variable(variable)
        return write_literal(argument.value, self.syntax, 1, INDENT + column)

    def missing_value(self, name: str, shape: FileShape) -> str:
        if shape is FileShape.NONE:
            return name
        self.uses.add("local")
        return arrange_js_files(
            f"await local({name})", f"await Promise.all({name}.map(local))", shape
        )

    def file(self, value: Json) -> list[str] | None:
        """Write a file to upload; return None for any other value.

        A FileData of the server is sent as it is, since the client leaves it alone.
        """
        if not isinstance(value, FileInput):
            return None
        if value.is_url:
            self.uses.add("handle_file")
            return [f"handle_file({quote_json(value.path)})"]
        self.uses.add("local")
        if value.path == "~" or value.path.startswith("~/"):
            self.uses.add("homedir")
            return [f"await local(join(homedir(), {quote_json(value.path[2:])}))"]
        return [f"await local({quote_json(value.path)})"]

    def linked_value(self, link: LinkedValue) -> str:
        """Write an output of an earlier step. Its files are FileData, which their app accepts."""
        value = f"{self.plan.steps[link.step].result}.data[{link.output}]"
        value += "".join(map(write_js_access, link.path))
        is_same_value = link.is_same_app and link.source_shape is link.target_shape
        if is_same_value or link.target_shape is FileShape.NONE:
            return value
        match link.source_shape:
            case FileShape.MANY:
                one, many = f"{value}[0]", value
            case FileShape.GALLERY:
                one, many = f"{value}[0].image", f"{value}.map((each) => each.image)"
            case FileShape.VIDEO:
                one, many = f"{value}.video", f"[{value}.video]"
            case _:
                one, many = value, f"[{value}]"
        if not link.is_same_app and link.source_shape is not FileShape.NONE:
            one, many = self.remote_files(link, one, many)
        return arrange_js_files(one, many, link.target_shape)

    def remote_files(self, link: LinkedValue, one: str, many: str) -> tuple[str, str]:
        """Write the download of files on their way to another app, with what lets one in there."""
        self.uses.add("remote")
        client = self.plan.clients[self.plan.steps[link.step].client]
        get = ""
        if has_credentials(client.access):
            get = f", (url) => {client.name}.fetch(url)"
        files = f"{many}.map((each) => remote(each{get}))"
        return f"await remote({one}{get})", f"await Promise.all({files})"


def _number_comments(step: PlannedStep) -> list[str]:
    """Return the comments on numbers that JSON or JavaScript cannot hold."""
    values = [each.value for each in step.arguments]
    comments = []
    if any(contains_non_finite(value) for value in values):
        comments.append("// JSON has no NaN and no Infinity: null stands for them")
    for leaf in (leaf for value in values for leaf in iter_leaves(value)):
        if isinstance(leaf, int) and abs(leaf) > _MAX_SAFE:
            comments.append(
                f"// {leaf} is beyond Number.MAX_SAFE_INTEGER: JavaScript sends the nearest it has"
            )
    return comments
