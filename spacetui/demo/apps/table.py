"""Table tools: group and sum a CSV file, sort a table, pick its rows."""

import io
from pathlib import Path
from typing import Any

import gradio as gr
import pandas as pd  # type: ignore[import-untyped]

from spacetui.demo.apps import samples

COLUMNS = ["month", "category", "place", "amount"]
WAYS = ["sum", "mean", "min", "max", "count"]


def _column(table: pd.DataFrame, name: str) -> str:
    if name not in table.columns:
        raise gr.Error(
            f"There is no column {name!r}; there are {', '.join(map(str, table.columns))}."
        )
    return name


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    """Convert the columns that hold only numbers: a client may send them as text."""
    numbers = table.apply(pd.to_numeric, errors="coerce")
    whole = [name for name in table.columns if numbers[name].notna().all()]
    return table.assign(**{name: numbers[name] for name in whole})


def group(file: str, by: str, of: str, how: str, digits: int) -> tuple[pd.DataFrame, str]:
    """Group the rows of a CSV file and sum, average or count one column."""
    if file is None:
        raise gr.Error("A CSV file is wanted.")
    table = pd.read_csv(file)
    values = table[_column(table, of)]
    if how != "count":
        values = pd.to_numeric(values, errors="coerce")
    grouped = values.groupby(table[_column(table, by)]).agg(how).round(int(digits))
    groups = grouped.rename(f"{how} of {of}").reset_index()
    return groups, f"{len(table)} rows in {len(groups)} groups by {by}, to {digits:g} digits"


def sort(table: pd.DataFrame, by: str, descending: bool, first: int) -> pd.DataFrame:
    """Sort a table by one column and keep the first rows."""
    ordered = _numbered(table).sort_values(
        _column(table, by), ascending=not descending, kind="stable"
    )
    return ordered.head(int(first))


def pick(
    table: pd.DataFrame, where: dict[str, Any], columns: list[str]
) -> tuple[pd.DataFrame, str]:
    """Keep rows whose columns have the given values: {"category": "food"}, or a list of values."""
    kept = _numbered(table)
    for name, wanted in (where or {}).items():
        values = wanted if isinstance(wanted, list) else [wanted]
        kept = kept[kept[_column(kept, name)].isin(values)]
    shown = kept[[_column(kept, name) for name in columns]] if columns else kept
    buffer = io.StringIO()
    shown.to_csv(buffer, index=False)
    return shown, buffer.getvalue()


def build() -> gr.Blocks:
    """Return the Table tools, with four months of spending as a file and as a table."""
    path = samples.spreadsheet()
    rows = [line.split(",") for line in Path(path).read_text(encoding="utf-8").splitlines()[1:]]
    app = gr.Blocks(title="Table tools")
    with app:
        with gr.Tab("group"):
            file = gr.File(path, label="file", file_types=[".csv"], type="filepath")
            by = gr.Dropdown(
                COLUMNS,
                value="category",
                allow_custom_value=True,
                label="by",
                info="column of groups",
            )
            of = gr.Dropdown(
                COLUMNS,
                value="amount",
                allow_custom_value=True,
                label="of",
                info="column of values",
            )
            how = gr.Radio(WAYS, value="sum", label="how")
            digits = gr.Number(2, label="digits", minimum=0, maximum=6, precision=0)
            groups = [gr.Dataframe(label="groups"), gr.Textbox(label="summary")]
            gr.Button("group").click(group, [file, by, of, how, digits], groups, api_name="group")
        with gr.Tab("sort"):
            table = gr.Dataframe(rows, headers=COLUMNS, label="table", type="pandas")
            by = gr.Dropdown(COLUMNS, value="amount", allow_custom_value=True, label="by")
            descending = gr.Checkbox(True, label="descending", info="the largest first")
            first = gr.Slider(1, 100, value=5, step=1, label="first", info="how many rows to keep")
            ordered = gr.Dataframe(label="sorted")
            gr.Button("sort").click(sort, [table, by, descending, first], ordered, api_name="sort")
        with gr.Tab("pick"):
            table = gr.Dataframe(rows, headers=COLUMNS, label="table", type="pandas")
            where = gr.JSON({"category": "food"}, label="where")
            columns = gr.CheckboxGroup(
                COLUMNS, value=["month", "amount"], label="columns", info="none: all"
            )
            picked = [gr.Dataframe(label="rows"), gr.Code(label="csv")]
            gr.Button("pick").click(pick, [table, where, columns], picked, api_name="pick")
    return app
