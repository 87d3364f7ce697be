"""Fields whose value is one or several of the choices that the app lists."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from spacetui.model.schema import MISSING, Choice, Json, Missing, Parameter
from spacetui.tui.inputs.choice_list import ChoiceList
from spacetui.tui.inputs.input_field import InputField


class ChoiceIndex:
    """Finds the index of a value among choices; 1 and 1.0 are one value, 1 and true are not."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = choices
        self._by_value: dict[tuple[bool, Json], int] = {}
        self._unhashable: list[int] = []
        for index, choice in enumerate(choices):
            try:
                self._by_value.setdefault((isinstance(choice.value, bool), choice.value), index)
            except TypeError:
                self._unhashable.append(index)

    def of(self, value: Json) -> int | None:
        """Give the index of the first choice with this value, or None."""
        try:
            return self._by_value.get((isinstance(value, bool), value))
        except TypeError:
            return next((i for i in self._unhashable if self._choices[i].value == value), None)


class ChoiceField(InputField):
    """What fields of choices share: the value as given stays exact until something is chosen."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.choices: Sequence[Choice] = parameter.choices or ()
        self.is_multiple = parameter.takes_list
        self.given: Json | Missing = parameter.default
        self._index = ChoiceIndex(self.choices)

    def value(self) -> Json | Missing:
        return self.given

    def chosen_of(self, value: Json | Missing) -> list[int]:
        """Give the indices that stand for `value`; what is no choice is left out."""
        if value is MISSING or value is None:
            return []
        values = value if isinstance(value, list) and self.is_multiple else [value]
        found = (self._index.of(each) for each in values)
        return [index for index in found if index is not None]

    def value_of(self, chosen: Sequence[int]) -> Json:
        """Give the value that these indices stand for."""
        values = [self.choices[index].value for index in chosen]
        return values if self.is_multiple else values[0]

    def problem(self) -> str | None:
        # What was chosen from the list is one of the choices: checking need not walk 100 000 of them.
        value = self.given
        count = len(value) if isinstance(value, list) and self.is_multiple else 1
        most = self.parameter.max_choices
        if value is not MISSING and value is not None and len(self.chosen_of(value)) == count:
            return (
                f"at most {most} choices"
                if self.is_multiple and most is not None and count > most
                else None
            )
        return super().problem()

    def type_note(self) -> str:
        count, most = len(self.choices), self.parameter.max_choices
        if self.is_multiple:
            chosen = len(self.given) if isinstance(self.given, list) else 0
            limit = f", at most {most}" if most is not None else ""
            return f"{chosen} of {count}{limit}"
        return f"1 of {count}"


class ChoiceListField(ChoiceField):
    """Radio and checkbox group: every choice in sight, a mark before each."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.list = ChoiceList(self.choices, is_multiple=self.is_multiple)
        self.list.choose(self.chosen_of(parameter.default))

    def editors(self) -> Iterable[Widget]:
        yield self.list

    def set_value(self, value: Json | Missing) -> None:
        self.given = value
        self.list.choose(self.chosen_of(value))
        self.changed()

    def on_choice_list_picked(self, event: ChoiceList.Picked) -> None:
        event.stop()
        self.given = self.value_of(self.list.chosen)
        self.changed()
