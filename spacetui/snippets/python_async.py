"""A Script as an async Python program that needs httpx alone, and speaks to the queue itself."""

from collections.abc import Mapping, Sequence

from spacetui.model.file_data import essential_fields, file_data
from spacetui.model.file_input import FileInput, base_name
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.model.script import Script
from spacetui.model.source import Source
from spacetui.snippets.arguments import Argument, LinkedValue
from spacetui.snippets.literals import WIDTH, contains_non_finite
from spacetui.snippets.plan import NEW_VISIT, Plan, PlannedClient, PlannedStep, make_plan
from spacetui.snippets.python_async_app import NAMES, app_class
from spacetui.snippets.python_calls import NON_FINITE
from spacetui.snippets.python_files import arrange_files_code, files_in_output, path_code
from spacetui.snippets.python_imports import RESERVED, import_lines
from spacetui.snippets.python_literals import print_label, quote_python, write_python_literal
from spacetui.snippets.python_values import ValueWriter, missing_lines

_MARGIN = " " * 8
_NOTHING = f"{_MARGIN}pass\n"


def render(script: Script) -> str:
    """Return `script` as Python code that ends with a newline."""
    plan = make_plan(script, RESERVED - {"app"}, client="app")
    writer = _Writer(plan)
    clients = ",\n".join(f"{_MARGIN}{writer.client(each)}" for each in plan.clients)
    steps = "\n".join(writer.step(each) for each in plan.steps)
    notes = "".join(f"# {each}\n" for each in plan.notes)
    uses = writer.uses | {"App", "asyncio"}
    names = uses.union(*(NAMES[each] for each in uses if each in NAMES))
    opened = f"    async with (\n{clients},\n    ):\n"
    if len(plan.clients) == 1:
        opened = f"    async with {clients.strip()}:\n"
    parts = [f"{notes}{import_lines(names)}\n{missing_lines(plan)}\n{app_class(uses)}\n"]
    parts.append(f"async def main():\n{opened}{steps or _NOTHING}\n")
    return "\n".join([*parts, "asyncio.run(main())\n"])


class _AppFiles:
    """Files as the app has them: each is uploaded first, and outputs go back as they came."""

    def __init__(self) -> None:
        self.uses: set[str] = set()

    def local(self, file: FileInput, parameter: Parameter, client: str) -> str:
        if file.is_url:  # which the app fetches
            return write_python_literal(file_data(file.path, orig_name=base_name(file.path)))
        return self._uploaded(path_code(file.path, self.uses), client)

    def of_app(self, file: Mapping[str, Json], source: Source) -> str:
        return write_python_literal(essential_fields(file))

    def missing(self, name: str, parameter: Parameter, client: str) -> str:
        return arrange_files_code(
            name, name, parameter.file_shape, lambda path: self._uploaded(path, client)
        )

    def linked(
        self, value: str, link: LinkedValue, parameter: Parameter, clients: tuple[str, str]
    ) -> str:
        one, many = files_in_output(value, link.source_shape)
        giver, taker = clients
        if link.is_same_app:
            return arrange_files_code(one, many, link.target_shape, str)
        if link.target_shape is not FileShape.NONE:
            self.uses |= {"copy", "upload"}
        return arrange_files_code(
            one, many, link.target_shape, lambda file: f"await {taker}.copy({file}, {giver})"
        )

    def _uploaded(self, path: str, client: str) -> str:
        self.uses.add("upload")
        return f"await {client}.upload({path})"


class _Writer:
    """Writes the clients and steps. uses: the names and methods that they need."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.values = ValueWriter(plan, _AppFiles())
        self.uses = self.values.uses

    def client(self, client: PlannedClient) -> str:
        access = client.access
        arguments = [quote_python(client.source.url)]
        if access.login:
            self.uses.add("login")
            user, password = map(self.values.variable, access.login)
            arguments.append(f'login={{"username": {user}, "password": {password}}}')
        if access.oauth_token:
            self.uses.add("oauth_token")
            arguments.append(f"oauth_token={self.values.variable(access.oauth_token)}")
        if access.all_headers:
            headers = ", ".join(map(self.values.header, access.all_headers))
            arguments.append(f"headers={{{headers}}}")
        if access.is_insecure:
            arguments.append("verify=False")
        return f"App({', '.join(arguments)}) as {client.name}"

    def step(self, step: PlannedStep) -> str:
        """Write a call, the updates of a stream as they come, and its result."""
        client = self.plan.clients[step.client]
        lines = [f"# {each}" for each in self.plan.headings(step)]
        if client.is_new_visit and self._is_first_of(client, step):
            lines.append(f"# {NEW_VISIT}")
        lines += [f"# {each}" for each in step.note]
        if any(contains_non_finite(each.value) for each in step.arguments):
            lines.append(NON_FINITE)
        method = "stream" if step.endpoint.streams else "call"
        self.uses.add(method)
        endpoint = step.endpoint
        name = quote_python(endpoint.api_name) if endpoint.is_named else str(endpoint.fn_index)
        arguments = [name, *self._values(step)]
        function = f"{client.name}.{method}"
        if endpoint.streams:
            lines.append(_call(f"async for {_target(step)} in {function}", arguments, ":"))
            lines += [f"    {each}" for each in (*_without_state(step), self._print(step))]
        else:
            lines.append(_call(f"{_target(step)} = await {function}", arguments))
            lines += _without_state(step)
            lines += [self._print(step)] if step.is_printed else []
        # A text of several lines is one line of code: its line breaks are escaped.
        return "".join(f"{_MARGIN}{line}\n" for each in lines for line in each.split("\n"))

    def _is_first_of(self, client: PlannedClient, step: PlannedStep) -> bool:
        return step is next(each for each in self.plan.steps if each.client == step.client)

    def _print(self, step: PlannedStep) -> str:
        return f"print({print_label(self.plan.label(step))}{step.result})"

    def _values(self, step: PlannedStep) -> list[str]:
        """Write the values by position, with None for the State that the app itself keeps."""
        values = [self._value(each, step) for each in step.arguments]
        slots = step.endpoint.input_slots
        if sum(slots) != len(values):
            return values
        rest = iter(values)
        return [next(rest) if is_shown else "None" for is_shown in slots]

    def _value(self, argument: Argument, step: PlannedStep) -> str:
        # Lines of the value get the margin of the step when the step is put together.
        return self.values.value(argument, step, 8)


def _call(start: str, arguments: Sequence[str], end: str = "") -> str:
    """Return a call in one line where it is short, else with a line for each argument."""
    one_line = f"{start}({', '.join(arguments)}){end}"
    if len(_MARGIN + one_line) <= WIDTH and "\n" not in one_line:
        return one_line
    lines = "".join(f"    {each},\n" for each in arguments)
    return f"{start}(\n{lines}){end}"


def _target(step: PlannedStep) -> str:
    """Return what takes the outputs of a call: the only shown one, or the list of all."""
    slots = step.endpoint.output_slots
    if len(step.endpoint.returns) != 1:
        return step.result
    if sum(slots) != 1:
        return f"[{step.result}]"
    return f"[{', '.join(step.result if is_shown else '_' for is_shown in slots)}]"


def _without_state(step: PlannedStep) -> list[str]:
    """Return the line that keeps the shown ones of several outputs, where some are not shown."""
    slots = step.endpoint.output_slots
    if len(step.endpoint.returns) == 1 or all(slots):
        return []
    shown = (f"{step.result}[{at}]" for at, is_shown in enumerate(slots) if is_shown)
    return [f"{step.result} = [{', '.join(shown)}]"]
