"""The examples an app shows under its form: rows of values for its inputs.

A dataset component holds the rows; the dependency that a click on it runs names the inputs they go to.
Source: gradio 6.31 helpers.py, Examples.create; the same in 3.50, 4.44 and 5.50.
"""

from collections.abc import Mapping, Sequence

from spacetui.model.schema import Json, Parameter

# Rows kept; more are never shown.
MAX_EXAMPLES = 50

# ids of the components a row's values go to, and the rows.
Dataset = tuple[tuple[Json, ...], tuple[Sequence[Json], ...]]


def datasets_of(
    components: Mapping[Json, Mapping[str, Json]], dependencies: Sequence[Json]
) -> list[Dataset]:
    """Give the datasets whose rows fill inputs of the app."""
    found: list[Dataset] = []
    for dependency in dependencies:
        if not isinstance(dependency, dict):
            continue
        inputs, outputs = dependency.get("inputs"), dependency.get("outputs")
        if not (isinstance(inputs, list) and len(inputs) == 1 and isinstance(outputs, list)):
            continue
        component = components.get(inputs[0]) if isinstance(inputs[0], (int, str)) else None
        if component is None or component.get("type") != "dataset":
            continue
        props = component.get("props")
        samples = props.get("samples") if isinstance(props, dict) else None
        if not isinstance(samples, list):
            continue
        rows = tuple(row for row in samples[:MAX_EXAMPLES] if isinstance(row, list))
        # Cached examples fill outputs too: those stand behind the values of a row.
        found.append((tuple(outputs), rows))
    return found


def examples_for(
    ids: Sequence[Json], parameters: Sequence[Parameter], datasets: Sequence[Dataset]
) -> tuple[Mapping[str, Json], ...]:
    """Give the examples of an endpoint: parameter name -> value, for the parameters a row has a value for.

    ids: the component of each parameter. The datasets that fill the most of them come alone.
    """
    best: tuple[Mapping[str, Json], ...] = ()
    for targets, rows in datasets:
        places = {target: at for at, target in enumerate(targets) if isinstance(target, (int, str))}
        examples = []
        for row in rows:
            values = {
                parameter.name: row[places[each]]
                for each, parameter in zip(ids, parameters, strict=True)
                if isinstance(each, (int, str)) and each in places and places[each] < len(row)
            }
            # Before 4.18 a file was a bare path on the server, which no server takes back.
            values = {
                name: value
                for name, value in values.items()
                if not (isinstance(value, str) and _takes_files(parameters, name))
            }
            if values:
                examples.append(values)
        if examples and len(examples[0]) > (len(best[0]) if best else 0):
            best = tuple(examples)
    return best


def _takes_files(parameters: Sequence[Parameter], name: str) -> bool:
    return any(each.takes_files for each in parameters if each.name == name)
