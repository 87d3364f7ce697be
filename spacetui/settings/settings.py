"""Settings: the value of each setting in use, where it comes from, and what is wrong with others.

An option wins over a variable of the environment, that over the file, and that over the default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from spacetui.settings.settings_file import FileContent, Mistake
from spacetui.settings.table import (
    BY_NAME,
    HUB_ENDPOINT,
    KEYS_TABLE,
    NO_COLOR,
    PROFILE,
    PROFILE_FIELDS,
    PROFILES_TABLE,
    TABLE,
    THEME,
    WITHOUT_COLOR,
    Setting,
)

T = TypeVar("T")
DEFAULT = "default"


class Settings:
    """The settings in use.

    keys: the user's own keys by the id of the binding, as the file has them. token_name: of the
    saved login that the profile names, empty for the one in use. file: what the file has.
    """

    def __init__(
        self,
        file: FileContent,
        environ: Mapping[str, str],
        options: Mapping[str, str],
    ) -> None:
        """options: texts by the option, such as `--theme`."""
        self.file = file
        self.mistakes = list(file.mistakes)
        self._environ = environ
        self._options = options
        self._values: dict[str, Any] = {}
        self.origins: dict[str, str] = {}
        self._profile: Mapping[str, Any] = {}
        self._has_profile = False
        self._set(PROFILE)
        self._take_profile()
        for row in TABLE:
            if row is not PROFILE:
                self._set(row)
        self.mistakes += _unknown_names(file)
        self.keys = dict(self._read_keys())

    def get(self, row: Setting[T]) -> T:
        """Return the value of a setting."""
        value: T = self._values[row.name]
        return value

    @property
    def token_name(self) -> str:
        return str(self._profile.get("token", ""))

    @property
    def may_use_login(self) -> bool:
        """Whether a saved login may be used: not where the profile in use is none of the file."""
        return self._has_profile or not self.get(PROFILE)

    def tell_keys(self, wrong: Iterable[tuple[str, str]]) -> list[str]:
        """Return a line for each key that cannot be used; wrong: its id, and what is wrong."""
        return [Mistake(self.file.where(f"{KEYS_TABLE}.{id}"), what).text for id, what in wrong]

    def _set(self, row: Setting[Any]) -> None:
        for where, value in self._candidates(row):
            try:
                self._values[row.name] = row.kind.check(value)
            except ValueError:
                self.mistakes.append(Mistake(where, _not_allowed(row, value)))
                if not row.is_kept_when_wrong or not isinstance(value, str):
                    continue
                self._values[row.name] = value
            self.origins[row.name] = where
            return
        self._values[row.name] = row.default
        self.origins[row.name] = DEFAULT

    def _candidates(self, row: Setting[Any]) -> Iterator[tuple[str, object]]:
        """Yield the values that are given for a setting, the first one to be used first."""
        if row.option in self._options:
            yield row.option, row.kind.from_text(self._options[row.option])
        for name in row.variables:
            if text := self._environ.get(name):
                yield name, row.kind.from_text(text)
        if row is HUB_ENDPOINT and row.name in self._profile:
            name = f"{PROFILES_TABLE}.{self.get(PROFILE)}.{row.name}"
            yield self.file.where(name), self._profile[row.name]
        if row.is_in_file and row.name in self.file.values:
            yield self.file.where(row.name), self.file.values[row.name]
        if row is THEME and self._environ.get(NO_COLOR):
            yield NO_COLOR, WITHOUT_COLOR

    def _take_profile(self) -> None:
        name = self.get(PROFILE)
        if not name:
            return
        profiles = self.file.values.get(PROFILES_TABLE)
        found = profiles.get(name) if isinstance(profiles, dict) else None
        if isinstance(found, dict):
            self._profile, self._has_profile = found, True
            return
        known = ", ".join(profiles) if isinstance(profiles, dict) and profiles else "none"
        what = f"no profile is called {name!r}. Profiles of {self.file.place}: {known}."
        self.mistakes.append(Mistake(self.origins[PROFILE.name], what))

    def _read_keys(self) -> Iterator[tuple[str, str]]:
        keys = self.file.values.get(KEYS_TABLE, {})
        for id, value in _flat(keys):
            if isinstance(value, str):
                yield id, value
            else:
                what = f'{id} = {value!r} is no key. Write it as in {id} = "ctrl+k".'
                self.mistakes.append(Mistake(self.file.where(f"{KEYS_TABLE}.{id}"), what))


def _flat(table: object, before: str = "") -> Iterator[tuple[str, object]]:
    """Yield what a table has, with `list.up` for what TOML reads as a table in a table."""
    if not isinstance(table, dict):
        return  # it is told as an unknown name
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _not_allowed(row: Setting[Any], value: object) -> str:
    from spacetui.text.suggestions import did_you_mean

    guess = did_you_mean(str(value), row.kind.known())
    what = f"{row.name} cannot be {str(value)[:60]!r}."
    if not isinstance(value, str):
        what = f"{row.name} cannot be {repr(value)[:60]}."
    return " ".join(filter(None, (what, guess, f"Allowed: {row.kind.allowed()}.")))


def _is_allowed(row: Setting[Any], value: object) -> bool:
    try:
        row.kind.check(value)
    except ValueError:
        return False
    return True


def _unknown_names(file: FileContent) -> Iterator[Mistake]:
    """Yield what the file has and nobody reads."""
    for name, value in file.values.items():
        if name in (KEYS_TABLE, PROFILES_TABLE):
            if not isinstance(value, dict):
                yield Mistake(
                    file.where(name), f"{name} is a table: write [{name}] above its keys."
                )
            continue
        row = BY_NAME.get(name)
        if row is not None and row.is_in_file:
            continue
        what = _unknown_name(name)
        if row is not None:
            what = f"{name} cannot be set here, but by {row.variables[0]}."
        yield Mistake(file.where(name), what)
    profiles = file.values.get(PROFILES_TABLE)
    if isinstance(profiles, dict):
        for name, profile in profiles.items():
            yield from _wrong_fields(file, name, profile)


def _unknown_name(name: str) -> str:
    from spacetui.text.suggestions import did_you_mean

    in_file = [row.name for row in TABLE if row.is_in_file]
    return f"no setting is called {name!r}. {did_you_mean(name, in_file)}".strip()


def _wrong_fields(file: FileContent, name: str, profile: object) -> Iterator[Mistake]:
    place = f"{PROFILES_TABLE}.{name}"
    if not isinstance(profile, dict):
        yield Mistake(file.where(place), f"{name} is a table: write [{place}].")
        return
    for field, value in profile.items():
        where = file.where(f"{place}.{field}")
        if field not in PROFILE_FIELDS:
            allowed = ", ".join(PROFILE_FIELDS)
            yield Mistake(where, f"a profile has no {field!r}. Allowed: {allowed}.")
        elif not isinstance(value, str):
            yield Mistake(where, f"{field} is a text in quotes.")
        elif field == HUB_ENDPOINT.name and not _is_allowed(HUB_ENDPOINT, value):
            yield Mistake(where, _not_allowed(HUB_ENDPOINT, value))
        elif field == "token" and value.startswith("hf_"):
            what = (
                "token is the name of a saved login (`hf auth list`), and never the token itself."
            )
            yield Mistake(where, what)
