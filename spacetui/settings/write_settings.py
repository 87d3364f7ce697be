"""Writing the file of the settings: what stands in it stays as it is, comments included.

tomlkit is imported here alone, since no start needs it.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacetui.errors import UsageError
from spacetui.settings.kinds import Switch
from spacetui.settings.settings import Settings
from spacetui.settings.settings_file import read_text
from spacetui.settings.table import BY_NAME, KEYS_TABLE, PROFILES_TABLE, TABLE, Setting

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_HEAD = (
    "The settings of spacetui. Each is described in docs/settings.md.",
    "`spacetui config check` says what is wrong here, `spacetui config show` what is in use.",
)
_TABLES = """
# Keys by the id of what they do (docs/settings.md lists the ids):
# [keys]
# zoom = "f9"

# An account or a Hub of its own. token: the name of a login of `hf auth list`, not the token.
# [profiles.work]
# token = "work"
# hub_endpoint = "https://huggingface.co"
"""


def new_text() -> str:
    """Return a file that sets nothing: each setting is a comment, with its default."""
    import tomlkit

    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(line))
    for row in TABLE:
        if not row.is_in_file:
            continue
        document.add(tomlkit.nl())
        document.add(tomlkit.comment(f"{row.help} Allowed: {row.kind.allowed()}."))
        document.add(tomlkit.comment(f"{row.name} = {toml_of(row)}"))
    return tomlkit.dumps(document) + _TABLES


def toml_of(row: Setting[Any], value: object = None) -> str:
    """Return a value of a setting as TOML; its default, where none is given."""
    import tomlkit

    shown = row.default if value is None else value
    return str(tomlkit.item(row.kind.to_toml(shown)).as_string())


def create_file(path: Path) -> None:
    """Write a new file, unless there is one. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _replace(path, new_text())


def set_in_file(path: Path, name: str, text: str) -> None:
    """Set a value in the file, which is made where it is missing.

    name: a setting, or `keys.ID`, `profiles.NAME.token`, `profiles.NAME.hub_endpoint`.
    Raises UsageError for a value that is not allowed and for a file that is no TOML, OSError.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    before = path.read_text(encoding="utf-8-sig") if path.exists() else new_text()
    try:
        document = tomlkit.parse(before)
    except TOMLKitError as error:
        raise UsageError(
            f"{path} is no TOML: {error}", hint="spacetui config edit opens it."
        ) from error
    row = BY_NAME.get(name)
    value = text if row is None else _value(row, text)
    try:
        if row is not None and name not in document:
            document = _with_row(before, name, value)
        _put(document, name.split("."), value)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise UsageError(f"{name} cannot be set: {error}") from error
    after = tomlkit.dumps(document)
    _refuse_new_mistakes(name, before, after)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _replace(path, after)


def _value(row: Setting[Any], text: str) -> Any:
    """Return a text of the command line as TOML has it."""
    if isinstance(row.kind, Switch):
        return row.kind.stated(text)
    return row.kind.from_text(text)


def _with_row(text: str, name: str, value: Any) -> TOMLDocument:
    """Return a file with a setting that it lacks: below the comment that shows its default.

    At the end of the file it would come to stand in a table whose heading is a comment still.
    """
    import tomlkit

    row = f"{name} = {tomlkit.item(value).as_string()}"
    below = re.sub(
        rf"^# {name} = .*$", lambda found: f"{found[0]}\n{row}", text, count=1, flags=re.M
    )
    document = tomlkit.parse(below)
    return document if name in document else tomlkit.parse(text)


def _put(document: TOMLDocument, path: list[str], value: Any) -> None:
    import tomlkit

    place: Any = document
    for number, part in enumerate(path[:-1]):
        if part not in place:
            is_super = number == 0 and path[0] == PROFILES_TABLE
            place.append(part, tomlkit.table(is_super_table=is_super))
        place = place[part]
    place[path[-1]] = value


def _refuse_new_mistakes(name: str, before: str, after: str) -> None:
    """Raise UsageError where the file has a mistake that it had not."""
    tables = (KEYS_TABLE, PROFILES_TABLE)
    if name in tables or ("." in name and name.split(".", maxsplit=1)[0] not in tables):
        raise UsageError(f"no setting is called {name!r}", hint=f"Settings: {', '.join(BY_NAME)}.")
    known = {each.what for each in Settings(read_text(before, ""), {}, {}).mistakes}
    for each in Settings(read_text(after, ""), {}, {}).mistakes:
        if each.what not in known:
            raise UsageError(each.what.rstrip("."))


def _replace(path: Path, text: str) -> None:
    """Write the file at once and whole. A link stays one, and a mode stays as it is."""
    real = path.resolve()
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=real.parent, prefix=".config-", delete=False
    ) as file:
        new = Path(file.name)
        try:
            file.write(text)
            file.flush()
            if real.exists():
                new.chmod(real.stat().st_mode & 0o777)
            os.replace(new, real)  # noqa: PTH105  Path.replace would do the same
        except BaseException:  # the file is as it was, whatever went wrong
            new.unlink(missing_ok=True)
            raise
