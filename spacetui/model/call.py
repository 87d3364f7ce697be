"""A call: an endpoint and a value for each parameter."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacetui.errors import BadValue
from spacetui.model.schema import MISSING, Endpoint, Json, Missing, Parameter


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint and values for its parameters. A parameter without one takes its default.

    values: parameter name -> JSON value, in which a FileInput may stand at any depth.
    """

    endpoint: Endpoint
    values: Mapping[str, Json] = field(default_factory=dict)

    def value_of(self, parameter: Parameter) -> Json | Missing:
        """Return what is sent for `parameter`: the given value, else its default, else MISSING."""
        return self.values.get(parameter.name, parameter.default)

    @property
    def missing_parameters(self) -> tuple[Parameter, ...]:
        """The required parameters that have no value yet."""
        return tuple(p for p in self.endpoint.parameters if self.value_of(p) is MISSING)


def arrange(call: Call) -> list[Json]:
    """Return the positional list that goes over the wire: null in each hidden slot (State).

    Raises BadValue when a required parameter has no value.
    """
    missing = call.missing_parameters
    if missing:
        names = ", ".join(p.name for p in missing)
        raise BadValue(
            f"a value is wanted for {names}",
            parameter=missing[0].name,
            where=call.endpoint.api_name,
            hint=f"Give {missing[0].name}=…",
        )
    shown = [call.value_of(p) for p in call.endpoint.parameters]
    if sum(call.endpoint.input_slots) != len(shown):
        return shown
    values = iter(shown)
    return [next(values) if is_shown else None for is_shown in call.endpoint.input_slots]
