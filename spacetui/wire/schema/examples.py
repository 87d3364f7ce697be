"""The examples that an app shows under its form: rows of values for its inputs.

A dataset component holds the rows; the dependency that a click on it runs names the inputs that a
row fills. Source: gradio 6.31 helpers.py, Examples.create; the same in 3.50, 4.44 and 5.50.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacetui.model.schema import Json, Parameter

# Rows kept of one dataset; more are never shown.
MAX_EXAMPLES = 50


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows of values. places: id of a component -> the place of its value in each row."""

    places: Mapping[Json, int]
    rows: tuple[Sequence[Json], ...]


def datasets_of(
    components: Mapping[Json, Mapping[str, Json]], dependencies: Sequence[Json]
) -> list[Dataset]:
    """Return the datasets whose rows fill inputs of the app."""
    found = (_dataset_of(components, dependency) for dependency in dependencies)
    return [dataset for dataset in found if dataset is not None]


def _dataset_of(components: Mapping[Json, Mapping[str, Json]], dependency: Json) -> Dataset | None:
    match dependency:
        case {"inputs": [int() | str() as source], "outputs": list(targets)}:
            component = components.get(source)
        case _:
            return None
    match component:
        case {"type": "dataset", "props": {"samples": list(samples)}}:
            rows = tuple(row for row in samples[:MAX_EXAMPLES] if isinstance(row, list))
            # With cached examples outputs are targets too; they come after the values of a row.
            places = {each: at for at, each in enumerate(targets) if isinstance(each, (int, str))}
            return Dataset(places, rows)
    return None


def examples_for(
    ids: Sequence[Json], parameters: Sequence[Parameter], datasets: Sequence[Dataset]
) -> tuple[Mapping[str, Json], ...]:
    """Return the examples of an endpoint: parameter name -> value, where a row has a value for it.

    ids: the component of each parameter, None for an unknown one. Only the dataset that fills the
    most parameters counts.
    """
    best: list[Mapping[str, Json]] = []
    most = 0
    for dataset in datasets:
        places = [dataset.places.get(each) for each in ids]
        rows = [_values_of(row, parameters, places) for row in dataset.rows]
        filled = [row for row in rows if row]
        if filled and len(filled[0]) > most:
            best, most = filled, len(filled[0])
    return tuple(best)


def _values_of(
    row: Sequence[Json], parameters: Sequence[Parameter], places: Sequence[int | None]
) -> Mapping[str, Json]:
    values: dict[str, Json] = {}
    for parameter, place in zip(parameters, places, strict=True):
        if place is None or place >= len(row):
            continue
        # Before Gradio 4.18 a file was a bare path on the server, which no server takes back.
        if parameter.takes_files and isinstance(row[place], str):
            continue
        values[parameter.name] = row[place]
    return values
