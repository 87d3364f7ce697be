"""Component updates: what an app sends where a function changes a component.

A function that returns `gr.update(...)`, or a component, sends `{"__type__": "update"}` with the
properties that change, such as `choices`, `label`, `visible` or `minimum`; `value` is there only
where the value changes too. `{"__type__": "update"}` alone, of `gr.skip()`, changes nothing.
Source: gradio 6.31 blocks.py, postprocess_update_dict; gradio 3.50.2 sends the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from spacetui.model.schema import MISSING, Endpoint, Json, Missing

_TYPE = "__type__"
# Properties that are kept of one output. No component has as many.
MAX_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a call as a page shows it.

    value: MISSING where the call has not changed it. changes: the other properties that changed.
    """

    value: Json | Missing = MISSING
    changes: Mapping[str, Json] = field(default_factory=dict)

    def after(self, sent: Json) -> "Output":
        """Return the output after what the app sent for it: a value or an update."""
        if not is_update(sent):
            return Output(sent, self.changes)
        changes = {**self.changes, **changes_in(sent)}
        return Output(sent.get("value", self.value), dict(islice(changes.items(), MAX_CHANGES)))


def is_update(sent: Json) -> bool:
    """Return whether an app sent an update for an output, and not a value."""
    return isinstance(sent, Mapping) and sent.get(_TYPE) == "update"


def changes_in(sent: Json) -> dict[str, Json]:
    """Return the properties that an update changes besides the value; none of a value."""
    if not is_update(sent):
        return {}
    return {name: each for name, each in sent.items() if name not in (_TYPE, "value")}


def changed_components(
    endpoint: Endpoint, outputs: Sequence[Output]
) -> dict[int, Mapping[str, Json]]:
    """Return what a call has changed of components besides their values, by their ids."""
    pairs = zip(endpoint.returns, outputs, strict=False)
    return {
        each.component_id: output.changes
        for each, output in pairs
        if each.component_id is not None and output.changes
    }


def outputs_after(before: Sequence[Output], data: Sequence[Json]) -> tuple[Output, ...]:
    """Return the outputs of a call after what the app sent for all of them."""
    blank = Output()
    return tuple(
        (before[place] if place < len(before) else blank).after(sent)
        for place, sent in enumerate(data)
    )
