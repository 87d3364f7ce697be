"""Apps as they were when they were opened last, so that a form can be shown before the app answers.

The app's own values of masked fields are not kept (security.md P4).
"""

import json
import sqlite3
import time
from collections.abc import Mapping

from spacetui.model.schema import App, Endpoint, Json, Parameter, Return
from spacetui.model.source import Source
from spacetui.store.codec import dump, load
from spacetui.store.stored_schema import StoredSchema
from spacetui.store.valid_text import valid

# Characters of JSON of the largest app that is kept, and how many apps are.
MAX_APP, MAX_APPS = 4_000_000, 200


def save_schema(connection: sqlite3.Connection, src: str, app: App, source: Source | None) -> None:
    """Write an app in place of what was kept of it; one that is too large is not kept."""
    connection.execute("delete from schemas where src = ?", (valid(src),))
    try:
        text = dump(_without_secrets(app))
    except (ValueError, RecursionError):
        return  # JSON cannot hold it
    if len(text) > MAX_APP:
        return
    connection.execute(
        "insert into schemas values (?, ?, ?, ?)",
        (valid(src), time.time(), dump(source), text),
    )
    connection.execute(
        "delete from schemas where src not in"
        " (select src from schemas order by read_at desc limit ?)",
        (MAX_APPS,),
    )


def load_schema(connection: sqlite3.Connection, src: str) -> StoredSchema | None:
    """Load the app that was opened as `src`; None where there is none that can be read."""
    row = connection.execute(
        "select read_at, source, app from schemas where src = ?", (valid(src),)
    ).fetchone()
    if row is None:
        return None
    read_at, source, app = row
    try:
        opened_at = None if json.loads(source) is None else load(source, Source)
        return StoredSchema(src, load(app, App), opened_at, read_at)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _without_secrets(app: App) -> App:
    return app._replace(endpoints=tuple(_endpoint(each) for each in app.endpoints))


def _endpoint(endpoint: Endpoint) -> Endpoint:
    secret = {each.name for each in endpoint.parameters if each.is_secret}
    examples = endpoint.examples
    if secret:
        examples = tuple(
            {name: value for name, value in row.items() if name not in secret} for row in examples
        )
    return endpoint._replace(
        parameters=tuple(_parameter(each) for each in endpoint.parameters),
        returns=tuple(_return(each) for each in endpoint.returns),
        examples=examples,
    )


def _parameter(parameter: Parameter) -> Parameter:
    if not parameter.is_secret:
        return parameter
    schema = {key: value for key, value in parameter.schema.items() if key != "default"}
    props = _props(parameter.props)
    default = parameter.default if parameter.required else None
    return parameter._replace(default=default, schema=schema, example=None, props=props)


def _return(output: Return) -> Return:
    return output._replace(props=_props(output.props))


def _props(props: Mapping[str, Json]) -> Mapping[str, Json]:
    if props.get("type") != "password":
        return props
    return {name: value for name, value in props.items() if name != "value"}
