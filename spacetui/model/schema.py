"""The schema of an app: endpoints, parameters, returns. Made in wire/schema/parse.py alone."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from spacetui.model.components import component_type

# Whatever json.loads returns. A recursive union would force a cast at each index into a server's
# JSON; the parsers (wire/schema and wire/protocols) check shapes by isinstance instead.
Json: TypeAlias = Any
_T = TypeVar("_T")


class Missing(Enum):
    """The type of MISSING, which stands for no default at all; a default of null is None."""

    MISSING = "missing"

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing.MISSING


class Withheld(Enum):
    """The type of WITHHELD, which stands for a secret of the user that is not kept or shown."""

    WITHHELD = "withheld"


WITHHELD: Final = Withheld.WITHHELD


class FileShape(Enum):
    """How a component takes files on the wire. It is read from its schema, not from a version."""

    NONE = "none"
    ONE = "one"  # FileData
    MANY = "many"  # [FileData, …]
    VIDEO = "video"  # {"video": FileData, "subtitles": null}
    GALLERY = "gallery"  # [{"image": FileData, "caption": null}, …]; a video under "video"
    EDITOR = "editor"  # {"background": FileData, "layers": [], "composite": FileData}

    @property
    def is_list(self) -> bool:
        """Whether it is a list of any number of files: plain ones, or the items of a gallery."""
        return self in (FileShape.MANY, FileShape.GALLERY)


class Choice(NamedTuple):
    """One choice: the label that is shown, and the value of any type that is sent."""

    label: str
    value: Json


class Parameter(NamedTuple):
    """A named input of an endpoint.

    component: Gradio's type as /info spells it, `Slider`; unknown types are kept as they are.
    schema: the JSON schema verbatim. python_type: the server's description of the type.
    default: the value the server states, or MISSING. example: the server's own, never sent.
    max_length: characters of a text. max_file_size: bytes of a file, a limit of the whole app.
    is_secret: what the user types is masked. props: the component's config verbatim, for whatever
    has no field here. component_id: the component on the app's page, which may be an output of
    this endpoint or of others too; None where it is not known.
    """

    name: str
    label: str = ""
    component: str = ""
    schema: Mapping[str, Json] = {}
    python_type: str = ""
    description: str = ""
    default: Json | Missing = MISSING
    example: Json | Missing = MISSING
    choices: tuple[Choice, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    is_integer: bool = False
    lines: int = 1
    placeholder: str = ""
    info: str = ""
    is_secret: bool = False
    multiselect: bool = False
    allow_custom_value: bool = False
    max_choices: int | None = None
    max_length: int | None = None
    max_file_size: int | None = None
    file_shape: FileShape = FileShape.NONE
    file_types: tuple[str, ...] = ()
    props: Mapping[str, Json] = {}
    component_id: int | None = None

    @property
    def required(self) -> bool:
        return self.default is MISSING

    @property
    def takes_several_files(self) -> bool:
        """Whether its value is a list of files."""
        return self.file_shape.is_list

    @property
    def takes_files(self) -> bool:
        return self.file_shape is not FileShape.NONE

    @property
    def takes_folder(self) -> bool:
        return self.file_shape is FileShape.MANY and self.props.get("file_count") == "directory"

    @property
    def takes_list(self) -> bool:
        """Whether the value is a list; on the command line a repeated name builds one."""
        return (
            self.multiselect
            or component_type(self.component).takes_list
            or self.takes_several_files
            or self.schema.get("type") == "array"
        )


class Return(NamedTuple):
    """One output of an endpoint. component_id: as that of a parameter."""

    label: str = ""
    component: str = ""
    schema: Mapping[str, Json] = {}
    python_type: str = ""
    props: Mapping[str, Json] = {}
    component_id: int | None = None

    @property
    def file_shape(self) -> FileShape:
        """The shape of the files in the output, by its component and schema."""
        component = component_type(self.component)
        properties = self.schema.get("properties")
        if component.is_gallery:
            return FileShape.GALLERY
        if not component.gives_files:
            return FileShape.NONE
        if component.media == "video" and isinstance(properties, dict) and "video" in properties:
            return FileShape.VIDEO
        if self.schema.get("type") == "array":
            return FileShape.MANY
        return FileShape.ONE


class Usage(NamedTuple):
    """How all calls of an endpoint went since its server started.

    calls: their number. seconds: the median duration, without the time in the queue.
    success_rate: from 0 to 1.
    """

    calls: int
    seconds: float | None = None
    success_rate: float | None = None


class Endpoint(NamedTuple):
    """One callable of an app.

    api_name: `/predict`, or `#3` (its id) where the app gave it no name.
    oauth_token: `required` or `optional` where its function takes a token of the user's (Gradio's
    OAuthToken), else empty.
    input_slots, output_slots: for each position on the wire, whether it is shown (True) or hidden
    like gr.State (False). The shown ones are `parameters` and `returns`, in order.
    visibility: public, undocumented or private.
    canceller: fn_index of the app's function that stops this one, if there is one.
    takes_chunks: made for a microphone or camera, whose pieces it takes one after another.
    examples: rows that the app offers, parameter name -> value; a row may lack parameters.
    usage: None where the server does not provide it or was not asked.
    mcp_tool: the name of its tool on the app's MCP server; empty where there is none or the server
    was not asked.
    """

    api_name: str
    fn_index: int
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    returns: tuple[Return, ...] = ()
    input_slots: tuple[bool, ...] = ()
    output_slots: tuple[bool, ...] = ()
    streams: bool = False
    visibility: str = "public"
    is_queued: bool = True
    oauth_token: str = ""
    examples: tuple[Mapping[str, Json], ...] = ()
    canceller: int | None = None
    takes_chunks: bool = False
    usage: Usage | None = None
    mcp_tool: str = ""

    @property
    def is_named(self) -> bool:
        return self.api_name.startswith("/")

    @property
    def has_state(self) -> bool:
        return not all(self.input_slots) or not all(self.output_slots)

    def parameter(self, name: str) -> Parameter | None:
        return next((each for each in self.parameters if each.name == name), None)

    def shown(self, outputs: tuple[Json, ...]) -> tuple[Json, ...]:
        """Return the outputs at shown positions; all outputs where their number does not fit."""
        if len(outputs) != len(self.output_slots):
            return outputs
        return tuple(
            value for value, is_shown in zip(outputs, self.output_slots, strict=True) if is_shown
        )


class App(NamedTuple):
    """One running Gradio server and its schema.

    url: root URL without a trailing slash. api_prefix: `/gradio_api` or empty.
    connect_heartbeat: it wants a heartbeat from each session. has_unload: one of its functions
    runs when a session ends. notes: what was odd in the schema, one line each, for the user.
    """

    url: str
    version: str
    protocol: str
    api_prefix: str = ""
    title: str = ""
    app_id: str = ""
    endpoints: tuple[Endpoint, ...] = ()
    connect_heartbeat: bool = False
    has_unload: bool = False
    notes: tuple[str, ...] = ()

    @property
    def public_endpoints(self) -> tuple[Endpoint, ...]:
        """The documented endpoints: the named ones, or the unnamed ones where none has a name."""
        public = tuple(e for e in self.endpoints if e.visibility == "public")
        named = tuple(e for e in public if e.is_named)
        return named or public

    def shares_state(self, endpoint: Endpoint) -> bool:
        """Return whether the calls of an endpoint belong to one visit, as those of one page do.

        They do where it has State, where the app keeps things for a visitor until the visitor
        leaves, and where it may change a component that a function with State takes: the server
        keeps such a change for the session in which it was made.
        """
        if endpoint.has_state or self.has_unload:
            return True
        outputs = {each.component_id for each in endpoint.returns} - {None}
        return any(
            parameter.component_id in outputs
            for each in self.endpoints
            if each.has_state
            for parameter in each.parameters
        )

    def endpoint(self, api_name: str) -> Endpoint | None:
        """Find an endpoint by its name, with or without the slash, or by `#id`."""
        wanted = api_name if api_name.startswith(("/", "#")) else f"/{api_name}"
        return next((e for e in self.endpoints if e.api_name == wanted), None)


def fill_slots(slots: Sequence[bool], shown: Sequence[_T], hidden: _T) -> list[_T]:
    """Return a value for each position on the wire: the shown ones in order, else `hidden`.

    All of `shown` as they are where their number does not fit.
    """
    if sum(slots) != len(shown):
        return list(shown)
    left = iter(shown)
    return [next(left) if is_shown else hidden for is_shown in slots]
