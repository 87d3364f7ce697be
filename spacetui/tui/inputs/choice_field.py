"""Fields whose value is one or several of the choices that the app lists."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from textual.widget import Widget

from spacetui.model.schema import MISSING, Choice, Json, Missing, Parameter
from spacetui.tui.inputs.choice_list import ChoiceList
from spacetui.tui.inputs.chosen_choices import ChoiceMarks
from spacetui.tui.inputs.input_field import InputField


class ChoiceIndex:
    """Finds the index of a value among choices; 1 and 1.0 are one value, 1 and true are not.

    It reads the choices as far as it has to: the value of a dropdown of 100,000 is often its first.
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._unread = iter(enumerate(choices))
        self._by_value: dict[tuple[bool, Json], int] = {}
        self._unhashable: list[tuple[Json, int]] = []

    def find(self, value: Json) -> int | None:
        """Return the index of the first choice with this value, or None."""
        try:
            return self._find_hashable((isinstance(value, bool), value))
        except TypeError:
            for _ in self._read():
                pass
            return next((index for each, index in self._unhashable if each == value), None)

    def _find_hashable(self, wanted: tuple[bool, Json]) -> int | None:
        found = self._by_value.get(wanted)
        if found is not None:
            return found
        return next((index for key, index in self._read() if key == wanted), None)

    def _read(self) -> Iterator[tuple[tuple[bool, Json], int]]:
        """Read choices that were not read before; yield those that can be looked up, by value."""
        for index, choice in self._unread:
            key = (isinstance(choice.value, bool), choice.value)
            try:
                self._by_value.setdefault(key, index)
            except TypeError:
                self._unhashable.append((choice.value, index))
            else:
                yield key, index


class ChoiceField(InputField):
    """The base of fields of choices. The value stays exactly as given until something is chosen."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.choices: Sequence[Choice] = parameter.choices or ()
        self.is_multiple = parameter.takes_list
        self.given: Json | Missing = parameter.default

    @cached_property
    def _index(self) -> ChoiceIndex:
        # Of a field without a value nobody asks.
        return ChoiceIndex(self.choices)

    def value(self) -> Json | Missing:
        return self.given

    def indices_of(self, value: Json | Missing) -> list[int]:
        """Return the indices of the choices in `value`; what is not a choice is left out."""
        if value is MISSING or value is None:
            return []
        indices = (self._index.find(each) for each in self._values_in(value))
        return [index for index in indices if index is not None]

    def value_at(self, indices: Sequence[int]) -> Json:
        """Return the value for these choices: a list if several are allowed."""
        if self.is_multiple:
            return [self.choices[index].value for index in indices]
        return self.choices[indices[0]].value

    def _values_in(self, value: Json) -> list[Json]:
        if self.is_multiple and isinstance(value, list):
            return value
        return [value]

    @property
    def given_list(self) -> list[Json]:
        """The given values if they are a list."""
        return self.given if isinstance(self.given, list) else []

    def problem(self) -> str | None:
        value, most = self.given, self.parameter.max_choices
        if value is MISSING or value is None:
            return super().problem()
        # Values from the list need no check, which would walk up to 100,000 choices.
        values = self._values_in(value)
        if len(self.indices_of(value)) < len(values):
            return super().problem()
        if self.is_multiple and most is not None and len(values) > most:
            return f"at most {most} choices"
        return None

    def type_note(self) -> str:
        count, most = len(self.choices), self.parameter.max_choices
        if not self.is_multiple:
            return f"1 of {count}"
        note = f"{len(self.given_list)} of {count}"
        if most is not None:
            note += f", at most {most}"
        return note


class ChoiceListField(ChoiceField):
    """Radio and checkbox group: every choice is in the form, with a mark before it."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.list = ChoiceList(ChoiceMarks(self.choices, is_multiple=self.is_multiple))
        self.list.choose(self.indices_of(parameter.default))

    def editors(self) -> Iterable[Widget]:
        yield self.list

    def set_value(self, value: Json | Missing) -> None:
        self.given = value
        self.list.choose(self.indices_of(value))
        self.post_change()

    def on_choice_list_picked(self, event: ChoiceList.Picked) -> None:
        event.stop()
        self.given = self.value_at(self.list.marks.chosen)
        self.post_change()
