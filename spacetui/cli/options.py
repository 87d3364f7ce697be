"""The options that several commands share, and the session they make."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spacetui.cli import output
from spacetui.model.space import parse_ref

if TYPE_CHECKING:
    from spacetui.model.recording import Recording
    from spacetui.session import Opened, Options, Session

_Command = TypeVar("_Command", bound=Callable[..., Any])

# What the values of `access_options` are for a command that has none.
NO_ACCESS: dict[str, Any] = {
    "token": "",
    "hf_token_to_space": False,
    "auth": None,
    "headers": (),
    "insecure": False,
}
DEFAULT_HUB = "https://huggingface.co"


def _auth(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, str] | None:
    if value is None:
        return None
    user, colon, password = value.partition(":")
    if not colon or not user:
        # The value itself is not repeated: it may be half a password.
        raise click.BadParameter("write user:password", ctx, param)
    return user, password


def _headers(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in value:
        name, colon, text = line.partition(":")
        name, text = name.strip(), text.strip()
        token = name.replace("-", "").replace("_", "")
        if not colon or not token.isascii() or not token.isalnum() or not text.isprintable() or not text.isascii():
            raise click.BadParameter("write 'Name: value', printable ASCII", ctx, param)
        pairs.append((name, text))
    return tuple(pairs)


_ACCESS = (
    click.option("--token", default="", help="Token: the Hub's with a Space id, that server's with a URL."),
    click.option("--hf-token-to-space", is_flag=True, help="Send the Hub token to a public Space too."),
    click.option("--auth", callback=_auth, metavar="USER:PASSWORD", help="Log in to the app."),
    click.option(
        "--header",
        "headers",
        callback=_headers,
        multiple=True,
        metavar="'NAME: VALUE'",
        help="Send this header too.",
    ),
    click.option("--insecure", is_flag=True, help="Accept any TLS certificate."),
)


def access_options(command: _Command) -> _Command:
    """Give a command the options on credentials; it takes them as **access (see `session_for`)."""
    for option in reversed(_ACCESS):
        command = option(command)
    return command


def complete_src(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Give the apps opened before that begin with what was typed, for a shell's completion."""
    from spacetui.settings import store_path
    from spacetui.store.store import visited_before

    return [src for src in visited_before(store_path()) if src.startswith(incomplete)]


def hub_endpoint() -> str:
    """Give the Hub in use: HF_ENDPOINT, else the default one."""
    return (os.environ.get("HF_ENDPOINT") or DEFAULT_HUB).strip().rstrip("/")


def options_for(src: str, access: dict[str, Any]) -> Options:
    """Give the session options of one SRC from the values of `access_options`."""
    from spacetui.session import Options

    return Options(
        src=src,
        token=access["token"],
        hf_token_to_space=access["hf_token_to_space"],
        auth=access["auth"],
        headers=access["headers"],
        verify=not access["insecure"],
    )


def session_for(
    src: str,
    access: dict[str, Any],
    *,
    endpoint: str = "",
    use_saved_token: bool = True,
    on_recording: Callable[[Recording], None] = lambda recording: None,
    on_opened: Callable[[Opened], None] = lambda opened: None,
) -> Session:
    """Give the session for one SRC, which may be empty; `endpoint` is another Hub than the one in use.

    Raises UsageError when SRC is neither id nor URL.
    """
    from spacetui.hub.client import Hub
    from spacetui.session import Session

    options = options_for(src, access)
    endpoint = endpoint or hub_endpoint()
    # With a URL the token is that server's and never reaches the Hub (threats P1).
    is_url = bool(src) and bool(parse_ref(src, hub_endpoint=endpoint).url)
    hub = Hub(endpoint, "" if is_url else options.token, use_saved_token=use_saved_token)
    session = Session(hub, options, on_recording=on_recording, on_opened=on_opened)
    output.secrets, output.tokens = session.secrets, session.tokens
    return session
