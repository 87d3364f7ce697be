"""What a script needs of a language: the things that some languages, or their clients, cannot do.

A row of LANGUAGES names those that its language cannot do, and says why (`Language.cannot`).
"""

from collections.abc import Iterator
from enum import StrEnum
from math import copysign

from spacetui.model.file_input import FileInput
from spacetui.model.script import Script

# JavaScript keeps no larger whole number exactly.
_EXACT_INTEGERS = 2**53 - 1


class Need(StrEnum):
    """Something that a language may be unable to do. The value is how a row of LANGUAGES names it.

    GRADIO_3: a client for apps before Gradio 4. WEBSOCKET: the queue of such apps. LOGIN: user and
    password of an app. HEADERS: headers of the user's own, an app's own token among them. INSECURE:
    certificates that are not checked. OAUTH_TOKEN: a token for the code of an endpoint. STATE:
    calls that share a gr.State. EXACT_NUMBERS: whole numbers past 2^53, and -0.0. STEPS: more than
    one call. APPS: calls of more than one app. LINKS: an output that becomes an input. FILES: files
    of this machine. UNNAMED: an endpoint without a name. STREAMING: the updates before the last.
    """

    GRADIO_3 = "gradio_3"
    WEBSOCKET = "websocket"
    LOGIN = "login"
    HEADERS = "headers"
    INSECURE = "insecure"
    OAUTH_TOKEN = "oauth_token"
    STATE = "state"
    EXACT_NUMBERS = "exact_numbers"
    STEPS = "steps"
    APPS = "apps"
    LINKS = "links"
    FILES = "files"
    UNNAMED = "unnamed"
    STREAMING = "streaming"


def needs_of(script: Script) -> frozenset[Need]:
    """Return all that a script needs."""
    return frozenset((*_of_sources(script), *_of_steps(script), *_of_values(script)))


def _of_sources(script: Script) -> Iterator[Need]:
    for source in script.clients:
        if source.version.startswith("3."):
            yield Need.GRADIO_3
        if source.has_login:
            yield Need.LOGIN
        if source.headers or source.has_own_token:
            yield Need.HEADERS
        if source.is_insecure:
            yield Need.INSECURE
    if len({each.url for each in script.clients}) > 1:
        yield Need.APPS


def _of_steps(script: Script) -> Iterator[Need]:
    if len(script.steps) > 1:
        yield Need.STEPS
    for step in script.steps:
        endpoint = step.endpoint
        if endpoint.is_queued and script.clients[step.client].protocol == "ws":
            yield Need.WEBSOCKET
        if step.has_oauth_token:
            yield Need.OAUTH_TOKEN
        if endpoint.has_state and len(script.steps) > 1:
            yield Need.STATE
        if step.links:
            yield Need.LINKS
        if not endpoint.is_named:
            yield Need.UNNAMED
        if endpoint.streams:
            yield Need.STREAMING


def _of_values(script: Script) -> Iterator[Need]:
    for step in script.steps:
        for parameter in step.endpoint.parameters:
            if step.link_of(parameter.name) is None:
                yield from _of_value(step.call.value_of(parameter))


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
            case list(items):
                waiting += items
            case dict(items):
                waiting += items.values()
