"""A call: an endpoint and a value for each parameter."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from spacetui.errors import BadValue
from spacetui.model.schema import (
    MISSING,
    WITHHELD,
    Endpoint,
    Json,
    Missing,
    Parameter,
    Withheld,
)


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint and values for its parameters. A parameter without one takes its default.

    values: parameter name -> JSON value, in which a FileInput may stand at any depth.
    oauth_token: the token that the user gave for the code of this endpoint, if it takes one.
    """

    endpoint: Endpoint
    values: Mapping[str, Json] = field(default_factory=dict)
    oauth_token: str | Withheld = field(default="", repr=False)

    def value_of(self, parameter: Parameter) -> Json | Missing:
        """Return what is sent for `parameter`: the given value, else its default, else MISSING."""
        return self.values.get(parameter.name, parameter.default)

    @property
    def missing_parameters(self) -> tuple[Parameter, ...]:
        """The required parameters that have no value yet."""
        return tuple(p for p in self.endpoint.parameters if self.value_of(p) is MISSING)

    @property
    def secret_parameters(self) -> tuple[Parameter, ...]:
        """The masked parameters that have a value of the user's, not the app's own or none."""
        return tuple(
            p
            for p in self.endpoint.parameters
            if p.is_secret and self.value_of(p) not in (MISSING, None, "", p.default)
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """The passwords and the token that the user typed for this call."""
        typed = [self.value_of(p) for p in self.secret_parameters]
        return tuple(each for each in (*typed, self.oauth_token) if each and isinstance(each, str))

    def without_secrets(self) -> "Call":
        """Return the call as it may be kept and shown: WITHHELD stands for each of its secrets."""
        hidden = {p.name: WITHHELD for p in self.secret_parameters}
        if not hidden and not self.oauth_token:
            return self
        token = WITHHELD if self.oauth_token else ""
        return replace(self, values={**self.values, **hidden}, oauth_token=token)


def arrange(call: Call) -> list[Json]:
    """Return the positional list that goes over the wire: null in each hidden slot (State).

    Raises BadValue when a required parameter has no value, or one that was not kept.
    """
    for parameter in call.endpoint.parameters:
        if call.value_of(parameter) is WITHHELD:
            raise BadValue(
                f"{parameter.name} was not kept",
                parameter=parameter.name,
                where=call.endpoint.api_name,
                hint="Type it again.",
            )
    missing = call.missing_parameters
    if missing:
        names, first = ", ".join(p.name for p in missing), missing[0]
        hint = f"Give {first.name}=…"
        if first.takes_files:
            hint = f"Give {first.name}=@path, or {first.name}:=null for no file."
        raise BadValue(
            f"a value is wanted for {names}",
            parameter=first.name,
            where=call.endpoint.api_name,
            hint=hint,
        )
    shown = [call.value_of(p) for p in call.endpoint.parameters]
    if sum(call.endpoint.input_slots) != len(shown):
        return shown
    values = iter(shown)
    return [next(values) if is_shown else None for is_shown in call.endpoint.input_slots]
