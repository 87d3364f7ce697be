"""What a script needs of a language: the things that some languages, or their clients, cannot do.

A row of LANGUAGES names those that its language cannot do, and says why (`Language.cannot`).
"""

from collections.abc import Iterator, Set
from enum import StrEnum
from math import copysign

from spacetui.model.file_data import is_marked_file
from spacetui.model.file_input import FileInput
from spacetui.model.schema import MISSING, Endpoint, Json, Parameter
from spacetui.model.script import Script, Step
from spacetui.model.source import Source
from spacetui.snippets.app_versions import is_before
from spacetui.snippets.literals import iter_leaves
from spacetui.snippets.private_hosts import is_private_host

# JavaScript keeps no larger whole number exactly.
_EXACT_INTEGERS = 2**53 - 1
# Parameters of predict() and submit() of gradio_client. An endpoint's parameter of such a name can
# only be given by position.
CLIENT_NAMES = frozenset({"self", "api_name", "fn_index", "headers", "result_callbacks"})
# Bytes of text in the values of a call. Linux takes 131,072 in one argument of a command.
_LONG = 100_000
# The same. An MCP server takes no request of more than 4 MiB.
_HUGE = 4_000_000
# What says of a JSON schema which type a value has.
_TYPES = frozenset({"type", "enum", "const", "$ref", "anyOf", "oneOf", "allOf"})
# Protocols of Gradio 4.0 to 4.16.
_OLD_QUEUES = frozenset({"sse", "sse_v1"})


class Need(StrEnum):
    """Something that a language may be unable to do. The value is how a row of LANGUAGES names it.

    GRADIO_3: a client for apps before Gradio 4. BOTH_GRADIOS: such apps beside later ones.
    GRADIO_3_FILES: files for such apps, or from one of them for another app. WEBSOCKET: the queue
    of such apps. WEBSOCKET_ACCESS: credentials for that queue. LOGIN: user and password of an app.
    HEADERS: headers of the user's own, an app's own token among them. INSECURE: certificates that
    are not checked. OAUTH_TOKEN: a token for the code of an endpoint. STATE: calls that share a
    gr.State. ANY_STATE: an endpoint that has one, also in a single call. EXACT_NUMBERS: whole
    numbers past 2^53, and -0.0. STEPS: more than one call. APPS: calls of more than one app. LINKS:
    an output that becomes an input. FILES: files of this machine. UNNAMED: an endpoint without a
    name. STREAMING: the updates before the last. NO_MCP: to do without an MCP server, which the app
    has not or was not asked for. OLD_QUEUE: a queue that has an event stream for each call, or
    sends each update whole. EARLY_QUEUE: that of Gradio 4.0 to 4.8, which asks for the data of a
    call. UNDOCUMENTED: an endpoint that the app does not list. SAME_LABELS: outputs of one endpoint
    under the same label. CLIENT_NAMES: a parameter called as an argument of gradio_client is.
    APP_FILES: a file of the app itself as a value, such as a default, which the app cannot fetch by
    its URL. LONG_VALUES: more than an argument of a command can have. HUGE_VALUES: more than a
    request to an MCP server can have. UNTYPED: a parameter whose schema names no type, as that of a
    JSON component does.
    """

    GRADIO_3 = "gradio_3"
    BOTH_GRADIOS = "both_gradios"
    GRADIO_3_FILES = "gradio_3_files"
    WEBSOCKET = "websocket"
    WEBSOCKET_ACCESS = "websocket_access"
    LOGIN = "login"
    HEADERS = "headers"
    INSECURE = "insecure"
    OAUTH_TOKEN = "oauth_token"
    STATE = "state"
    ANY_STATE = "any_state"
    EXACT_NUMBERS = "exact_numbers"
    STEPS = "steps"
    APPS = "apps"
    LINKS = "links"
    FILES = "files"
    UNNAMED = "unnamed"
    STREAMING = "streaming"
    NO_MCP = "no_mcp"
    OLD_QUEUE = "old_queue"
    EARLY_QUEUE = "early_queue"
    UNDOCUMENTED = "undocumented"
    SAME_LABELS = "same_labels"
    CLIENT_NAMES = "client_names"
    APP_FILES = "app_files"
    LONG_VALUES = "long_values"
    HUGE_VALUES = "huge_values"
    UNTYPED = "untyped"
    NO_NAMES = "no_names"


def needs_of(script: Script) -> frozenset[Need]:
    """Return all that a script needs."""
    return frozenset((*_of_sources(script), *_of_steps(script), *_of_values(script)))


def _of_sources(script: Script) -> Iterator[Need]:
    for source in script.clients:
        if _is_gradio_3(source):
            yield Need.GRADIO_3
        if is_before(source, 4, 23):
            yield Need.NO_NAMES
        if source.has_login:
            yield Need.LOGIN
        if source.headers or source.has_own_token:
            yield Need.HEADERS
        if source.is_insecure:
            yield Need.INSECURE
    if len({each.url for each in script.clients}) > 1:
        yield Need.APPS
    if len({_is_gradio_3(each) for each in script.clients}) > 1:
        yield Need.BOTH_GRADIOS


def _of_steps(script: Script) -> Iterator[Need]:
    if len(script.steps) > 1:
        yield Need.STEPS
    with_state = [
        each.client for each in script.steps if each.shares_state or each.endpoint.has_state
    ]
    if len(with_state) > len(set(with_state)):
        yield Need.STATE
    for step in script.steps:
        yield from _of_step(step)
        yield from _of_queue(step.endpoint, script.clients[step.client])


def _of_step(step: Step) -> Iterator[Need]:
    if step.has_oauth_token:
        yield Need.OAUTH_TOKEN
    if step.links:
        yield Need.LINKS
    if not step.endpoint.is_named:
        yield Need.UNNAMED
    if step.endpoint.visibility != "public":
        yield Need.UNDOCUMENTED
    # An output without a label is printed under a name of its own.
    labels = [each.label for each in step.endpoint.returns if each.label]
    if len(labels) > len(set(labels)):
        yield Need.SAME_LABELS
    if any(each.name in CLIENT_NAMES for each in step.endpoint.parameters):
        yield Need.CLIENT_NAMES
    if step.endpoint.streams:
        yield Need.STREAMING
    if step.endpoint.has_state:
        yield Need.ANY_STATE
    schemas = (each.schema for each in step.endpoint.parameters if each.schema)
    if not all(each.keys() & _TYPES for each in schemas):
        yield Need.UNTYPED
    if not step.endpoint.mcp_tool:
        yield Need.NO_MCP


def _of_queue(endpoint: Endpoint, source: Source) -> Iterator[Need]:
    if source.protocol in _OLD_QUEUES:
        yield Need.OLD_QUEUE
    if endpoint.is_queued and source.protocol == "sse":
        yield Need.EARLY_QUEUE
    if endpoint.is_queued and source.protocol == "ws":
        yield Need.WEBSOCKET
        if source.has_login or source.headers or source.has_own_token or source.needs_token:
            yield Need.WEBSOCKET_ACCESS


def _is_gradio_3(source: Source) -> bool:
    return source.version.startswith("3.")


def _of_values(script: Script) -> Iterator[Need]:
    # One version of a client makes all calls of a script.
    has_gradio_3 = any(map(_is_gradio_3, script.clients))
    for step in script.steps:
        given = [
            step.call.value_of(each)
            for each in step.endpoint.parameters
            if step.link_of(each.name) is None
        ]
        size = sum(map(_size, iter_leaves(given)))
        if size > _LONG:
            yield Need.LONG_VALUES
        if size > _HUGE:
            yield Need.HUGE_VALUES
        for parameter in step.endpoint.parameters:
            link = step.link_of(parameter.name)
            value = step.call.value_of(parameter)
            needs = set() if link else set(_of_value(value))
            if not is_private_host(script.clients[step.client]):
                needs.discard(Need.APP_FILES)
            if has_gradio_3 and _gives_file(script, step, parameter, needs):
                needs.add(Need.GRADIO_3_FILES)
            yield from needs


def _size(leaf: Json) -> int:
    if isinstance(leaf, str):
        return len(leaf.encode(errors="replace"))
    return 0


def _gives_file(script: Script, step: Step, parameter: Parameter, needs: Set[Need]) -> bool:
    """Return whether a parameter gets a file that has to be uploaded. needs: of its value."""
    link = step.link_of(parameter.name)
    if not parameter.takes_files:
        return Need.FILES in needs
    if link is None:
        return Need.FILES in needs or step.call.value_of(parameter) is MISSING
    return script.clients[script.steps[link.step].client].url != script.clients[step.client].url


def _of_value(value: object) -> Iterator[Need]:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case bool():
                continue
            case int(number) if abs(number) > _EXACT_INTEGERS:
                yield Need.EXACT_NUMBERS
            case float(number) if number == 0 and copysign(1, number) < 0:
                yield Need.EXACT_NUMBERS
            case FileInput():
                yield Need.FILES
            case dict(file) if is_marked_file(file):
                yield Need.APP_FILES
            case list(items):
                waiting += items
            case dict(items):
                waiting += items.values()
