"""What lets a client of @gradio/client in, as the options of Client.connect."""

from collections.abc import Callable

from spacetui.snippets.client_access import ClientAccess, HeaderVariable
from spacetui.snippets.literals import WIDTH, quote_json

# Steps of indent in JavaScript.
INDENT = 2


def has_credentials(access: ClientAccess) -> bool:
    return bool(access.login or access.all_headers or access.oauth_token)


def read_environment(name: str) -> str:
    """Write what reads a variable of the environment, whose name is plain."""
    return f"process.env.{name}"


def access_options(access: ClientAccess, read: Callable[[str], str]) -> list[str]:
    """Write the options that let a client in. read: writes what reads a variable."""
    options = []
    if access.login:
        options.append(f"auth: [{', '.join(map(read, access.login))}]")
    if access.all_headers:
        headers = [_header(each, read) for each in access.all_headers]
        one_line = f"headers: {{ {', '.join(headers)} }}"
        lines = "".join(f"    {each},\n" for each in headers)
        is_short = INDENT + len(one_line) < WIDTH
        options.append(one_line if is_short else f"headers: {{\n{lines}  }}")
    if access.oauth_token:
        options.append(f"oauth_token: {read(access.oauth_token)}")
    return options


def _header(header: HeaderVariable, read: Callable[[str], str]) -> str:
    value = read(header.variable)
    if header.prefix:
        value = f"{quote_json(header.prefix)} + {value}"
    return f"{quote_json(header.name)}: {value}"
