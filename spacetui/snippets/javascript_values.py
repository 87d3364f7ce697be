"""The arguments of a call of @gradio/client: values, files to upload, outputs of earlier steps."""

from spacetui.model.file_input import FileInput
from spacetui.model.schema import FileShape, Json, Parameter
from spacetui.snippets.arguments import Argument, LinkedValue, MissingValue, SecretValue
from spacetui.snippets.javascript_access import INDENT
from spacetui.snippets.javascript_dialect import Dialect
from spacetui.snippets.javascript_literals import arrange_js_files, write_js_access, write_js_key
from spacetui.snippets.literals import Syntax, write_literal
from spacetui.snippets.plan import Plan, PlannedStep

# The client looks a parameter up with `data.hasOwnProperty(name)`.
_CLIENT_PROPERTIES = frozenset({"hasOwnProperty", "__proto__"})


def goes_by_position(step: PlannedStep) -> bool:
    """Return whether the arguments of a step are an array and not an object."""
    return step.is_positional or bool({each.name for each in step.arguments} & _CLIENT_PROPERTIES)


class ArgumentWriter:
    """Writes the arguments of steps. uses: the names that they need imported or defined."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.uses: set[str] = set()
        self._plan = plan
        self._dialect = dialect
        self._syntax = Syntax(
            dialect.scalar, self._key, self._file, padded_braces=True, indent=INDENT
        )

    def arguments(self, step: PlannedStep) -> str:
        """Write the arguments: an array where they go by position, else an object."""
        if goes_by_position(step):
            lines = [f"  {self._value(each)},\n" for each in step.arguments]
            opening, closing = "[", "]"
        else:
            lines = [f"  {self._property(each)},\n" for each in step.arguments]
            opening, closing = "{", "}"
        if not lines:
            return opening + closing
        return f"{opening}\n{''.join(lines)}{closing}"

    def _key(self, text: str) -> str:
        return write_js_key(text, self._dialect.scalar)

    def _property(self, argument: Argument) -> str:
        key = f"{self._key(argument.name)} "
        value = self._value(argument, len(key))
        if key == f"{value}: ":  # { name } is short for { name: name }
            return value
        return key + value

    def _value(self, argument: Argument, column: int = 0) -> str:
        """Write the value of an argument. column: where it starts, after the indent of the line."""
        match argument.value:
            case LinkedValue():
                return self._linked_value(argument.value, argument.parameter)
            case MissingValue():
                return self._missing_value(argument.value)
            case SecretValue(variable=variable):
                return self._dialect.read_variable(variable)
        return write_literal(argument.value, self._syntax, 1, INDENT + column)

    def _missing_value(self, missing: MissingValue) -> str:
        shape = missing.parameter.file_shape
        if shape is FileShape.NONE:
            return missing.name
        one, many = self._dialect.files.missing(missing, self.uses)
        return arrange_js_files(one, many, shape)

    def _file(self, value: Json) -> list[str] | None:
        """Write a file to upload; return None for any other value.

        A FileData of the server is sent as it is, since the client leaves it alone.
        """
        if not isinstance(value, FileInput):
            return None
        if value.is_url:
            self.uses.add("handle_file")
            return [f"handle_file({self._dialect.scalar(value.path)})"]
        return [self._dialect.files.named(value.path, self.uses)]

    def _linked_value(self, link: LinkedValue, parameter: Parameter) -> str:
        """Write an output of an earlier step. Its files are FileData, which their app accepts."""
        earlier = self._plan.steps[link.step]
        output = f"{earlier.result}.data[{link.output}]"
        is_same_value = link.is_same_app and link.source_shape is link.target_shape
        is_same_value = is_same_value or link.target_shape is FileShape.NONE
        if is_same_value and not link.path:
            return self._dialect.write_output(output, earlier, link, parameter)
        value = self._dialect.write_part(output, earlier, link)
        each = self._dialect.write_parameter("each")
        value += "".join(write_js_access(key, self._dialect.scalar) for key in link.path)
        if is_same_value:
            return value
        match link.source_shape:
            case FileShape.MANY:
                one, many = f"{value}[0]", value
            case FileShape.GALLERY:
                one, many = f"{value}[0].image", f"{value}.map(({each}) => each.image)"
            case FileShape.VIDEO:
                one, many = f"{value}.video", f"[{value}.video]"
            case _:
                one, many = value, f"[{value}]"
        if not link.is_same_app and link.source_shape is not FileShape.NONE:
            one, many = self._remote_files(link, one, many)
        image = self._dialect.write_parameter("image")
        return arrange_js_files(one, many, link.target_shape, image)

    def _remote_files(self, link: LinkedValue, one: str, many: str) -> tuple[str, str]:
        """Write the download of files on their way to another app, with what lets one in there."""
        self.uses.add("remote")
        client = self._plan.clients[self._plan.steps[link.step].client].name
        each = self._dialect.write_parameter("each")
        files = f"{many}.map(({each}) => remote({client}, each))"
        return f"await remote({client}, {one})", f"await Promise.all({files})"
