"""The clients and calls of a Script as Python that uses gradio_client."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from spacetui.model.schema import FileShape
from spacetui.snippets.arguments import Argument
from spacetui.snippets.client_access import ClientAccess
from spacetui.snippets.literals import INDENT, WIDTH, contains_non_finite
from spacetui.snippets.needs import CLIENT_NAMES
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedClient, PlannedStep
from spacetui.snippets.python_files import FileWriter, HandledFiles, InlineFiles
from spacetui.snippets.python_literals import print_label, quote_python
from spacetui.snippets.python_values import ValueWriter, is_keyword_argument

# A name that ends no docstring.
_PLAIN = re.compile(r"[\w/#.:-]{1,80}", re.ASCII)
# Characters of the names of endpoints in a sentence.
_MAX_NAMES = 40
NON_FINITE = "# JSON has no NaN and no Infinity: None stands for them"


@dataclass(frozen=True, slots=True)
class CallStyle:
    """How the calls of a program differ from those of plain Python.

    client_options: arguments that each client gets. headers: a variable with headers that each of
    them sends. show_update, show_result: write the line that shows a value, given the step and the
    code of the value; without them it is printed. An empty line shows nothing. follows: a function
    of the program submits a call whose updates do not stream. keeps_streams: the last value of a
    stream has a name, also where no later step takes it. has_constants: variables of the
    environment are constants of the program, of the same name. joins_short: a call that is short
    stands in one line.
    """

    client_options: tuple[str, ...] = ("verbose=False",)
    headers: str = ""
    show_update: Callable[[PlannedStep, str], str] | None = None
    show_result: Callable[[PlannedStep, str], str] | None = None
    follows: bool = False
    keeps_streams: bool = True
    has_constants: bool = False
    joins_short: bool = False


class CallWriter:
    """Writes the clients and steps of one plan. uses: the names that they need.

    is_gradio_3: the apps are of Gradio 3, which gradio_client 0.6.1 calls. It takes arguments by
    position alone. With `serialize` it would read each JSON value from a file.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        is_gradio_3: bool = False,
        files: FileWriter | None = None,
        style: CallStyle | None = None,
    ) -> None:
        """files: writes them in another way. style: of another language than plain Python."""
        self.plan = plan
        self.is_gradio_3 = is_gradio_3
        default = InlineFiles() if is_gradio_3 else HandledFiles()
        self._style = style or CallStyle()
        self.values = ValueWriter(plan, files or default, has_constants=self._style.has_constants)
        self.uses = self.values.uses

    def client(self, client: PlannedClient) -> str:
        """Write the line, or the lines, that connect a client."""
        self.uses.add("Client")
        arguments = [quote_python(client.source.src), *self._access(client)]
        if self.is_gradio_3:
            arguments.append("serialize=False")
        arguments += self._style.client_options
        comment = f"# {NEW_VISIT}\n" if client.is_new_visit else ""
        line = f"{client.name} = Client({', '.join(arguments)})\n"
        if len(line) <= WIDTH:
            return comment + line
        lines = "".join(f"    {each},\n" for each in arguments)
        return f"{comment}{client.name} = Client(\n{lines})\n"

    def _access(self, client: PlannedClient) -> list[str]:
        """Write the arguments that let a client in."""
        access, arguments = client.access, []
        token = "hf_token" if self.is_gradio_3 else "token"
        if access.hub_token:
            arguments.append(f"{token}={self.values.variable(access.hub_token)}")
        elif "://" in client.source.src:  # else the client sends the saved token to any address
            arguments.append(f"{token}=False")
        if access.login:
            arguments.append(f"auth=({', '.join(map(self.values.variable, access.login))})")
        arguments += self._headers(access)
        if access.oauth_token:
            arguments.append(f"oauth_token={self.values.variable(access.oauth_token)}")
        if access.is_insecure:
            arguments.append("ssl_verify=False")
        return arguments

    def _headers(self, access: ClientAccess) -> list[str]:
        own = self._style.headers
        if not access.headers:
            if own:
                return [f"headers={own}"]
            return []
        headers = [f"**{own}"] if own else []
        headers += [self.values.header(each) for each in access.headers]
        one_line = f"headers={{{', '.join(headers)}}}"
        lines = "".join(f"        {each},\n" for each in headers)
        is_short = INDENT + len(one_line) < WIDTH
        return [one_line if is_short else f"headers={{\n{lines}    }}"]

    def step(self, step: PlannedStep) -> str:
        """Write a call, the updates of a stream as they come, and its result."""
        lines = [f"# {each}" for each in step.note]
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append(NON_FINITE)
        client = self.plan.clients[step.client].name
        arguments = self.arguments(step)
        if not step.endpoint.streams:
            called = f"{client}.predict("
            if self._style.follows:
                called = f"follow(\n    {client}.submit,"
            lines += self._call_lines(f"{step.result} = {called}", arguments)
            show = self._style.show_result or self._print
            lines += [show(step, step.result)] if step.is_printed else []
            return "".join(f"{line}\n" for line in lines if line)
        show = self._style.show_update or self._print
        self.uses.add("outputs_of")
        lines += self._call_lines(f"job = {client}.submit(", arguments)
        lines += ["for partial in outputs_of(job):", f"    {show(step, 'partial')}"]
        if step.is_printed and not self._style.keeps_streams:
            lines.append("job.result()  # raises what went wrong")
        else:
            lines.append(
                f"{step.result} = job.result()  # the last of them; raises what went wrong"
            )
        return "\n".join(lines) + "\n"

    def _call_lines(self, start: str, arguments: list[str]) -> list[str]:
        """Write a call with each argument in a line, or in one line. start: up to its bracket."""
        one_line = f"{start}{', '.join(arguments)})"
        is_short = INDENT + len(one_line) <= WIDTH and "\n" not in one_line
        if self._style.joins_short and is_short:
            return [one_line]
        return [start, *(f"    {each}," for each in arguments), ")"]

    def _print(self, step: PlannedStep, value: str) -> str:
        name = print_label(self.plan.label(step))
        has_file = any(each.file_shape is not FileShape.NONE for each in step.endpoint.returns)
        is_local = has_file and not self.is_gradio_3
        return f"print({name}{value}){'  # a file is a local path' if is_local else ''}"

    def arguments(self, step: PlannedStep) -> list[str]:
        """Write the arguments of a call, each as it stands in a line of its own."""
        lines = [self._argument(each, step) for each in step.arguments]
        endpoint = step.endpoint
        if endpoint.is_named:
            return [*lines, f"api_name={quote_python(endpoint.api_name)}"]
        return [*lines, f"fn_index={endpoint.fn_index}"]

    def _argument(self, argument: Argument, step: PlannedStep) -> str:
        name = argument.name
        takes_position = step.is_positional or self.is_gradio_3
        if takes_position or any(each.name in CLIENT_NAMES for each in step.arguments):
            return self.values.value(argument, step, 0)
        if is_keyword_argument(name):
            return f"{name}={self.values.value(argument, step, len(name) + 1)}"
        key = quote_python(name)
        return f"**{{{key}: {self.values.value(argument, step, len(key) + 6)}}}"


def calls_in_words(plan: Plan) -> str:
    """Return what a program calls, as words that can stand in a docstring."""
    names = [each.endpoint.api_name for each in plan.steps]
    source = plan.clients[0].source.src if len(plan.clients) == 1 else ""
    is_plain = all(map(_PLAIN.fullmatch, names)) and (not source or _PLAIN.fullmatch(source))
    if not names or not is_plain or len(", ".join(names)) > _MAX_NAMES:
        if plan.is_single:
            return "an endpoint"
        return f"{len(names)} endpoints"
    words = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    if source:
        return f"{words} of {source}"
    return words
