"""What is read of a real app: choices, limits, State, pages, translations, documents."""

import json
from typing import Any

import pytest

from spacetui.model.events import Completed, Failed
from spacetui.model.schema import MISSING, App, Endpoint, FileShape, Usage
from spacetui.wire.connection import Connection
from spacetui.wire.http.credentials import Credentials
from spacetui.wire.openapi.generate import generate_document
from tests.live.connection_driver import Connect, endpoint, run
from tests.live.fault_routes import CONFIG, plain
from tests.live.fault_server import FaultServer
from tests.openapi_check import problems

pytestmark = pytest.mark.live


@pytest.fixture
async def app(connect: Connect, schema_url: str) -> Connection:
    connection = connect(schema_url)
    await connection.open()
    return connection


def requested_paths(connection: Connection) -> list[str]:
    """Return a list to which the path of each request from now on is added."""
    paths: list[str] = []
    request = connection.http.request

    async def request_and_record(method: str, url: str, **more: Any) -> Any:
        paths.append(url.removeprefix(connection.url))
        return await request(method, url, **more)

    connection.http.request = request_and_record  # type: ignore[method-assign]
    return paths


def named(app: App, name: str) -> Endpoint:
    found = app.endpoint(name)
    assert found is not None, name
    return found


async def output(connection: Connection, name: str, **values: Any) -> Any:
    last = (await run(connection, name, **values))[-1]
    assert isinstance(last, Completed), last
    return last.data[0] if len(last.data) == 1 else last.data


async def test_opening_requests_config_and_info_only(schema_url: str) -> None:
    connection = Connection(schema_url)
    paths = requested_paths(connection)
    await connection.open()
    await connection.aclose()
    assert sorted(paths) == ["/config", "/gradio_api/info"]


async def test_a_future_protocol_is_noted(connect: Connect) -> None:
    future = {"/config": plain({**CONFIG, "protocol": "sse_v9"})}
    with FaultServer(table={"future": future}) as server:
        app = await connect(server.url("future")).open()
    assert app.protocol == "sse_v9"
    assert any("sse_v9" in note for note in app.notes)


async def test_private_endpoints_are_absent_and_undocumented_ones_not_public(
    app: Connection,
) -> None:
    opened = await app.widen()
    public = [each.api_name for each in opened.public_endpoints]
    assert public == [
        "/add", "/same", "/same_1", "/renamed", "/remember", "/double", "/unqueued", "/choose",
        "/look", "/beam", "/loud",
    ]  # fmt: skip
    assert [e.api_name for e in opened.endpoints if e.api_name not in public] == [
        "/undocumented",
        "/apply",
    ]


async def test_an_undocumented_endpoint_is_described_on_request(
    app: Connection,
) -> None:
    before = endpoint(app, "/undocumented")
    assert [each.name for each in before.parameters] == ["param_0", "param_1", "param_2"]
    paths = requested_paths(app)
    after = named(await app.widen(), "/undocumented")
    assert [(each.name, each.default) for each in after.parameters] == [
        ("word", MISSING),
        ("times", 3),
        ("unset", None),
    ]
    await app.widen()
    assert paths == ["/gradio_api/info?all_endpoints=true"], "requested once"
    assert await output(app, "/undocumented", word="hi", times=2) == "hi hi None"


async def test_docstrings_describe_parameters(app: Connection) -> None:
    assert app.app is not None
    assert all(not each.description for one in app.app.endpoints for each in one.parameters)
    add = named(await app.enrich(), "/add")
    assert [each.description for each in add.parameters] == [
        "the first number",
        "the second, \x1b[31m[b]odd[/b]",
        "what to do with them",
    ]
    assert add.parameters[2].info == "by hand", "the info of the component stays apart"
    assert not any(each.description for each in named(await app.enrich(), "/same").parameters)


async def test_usage_is_counted_by_endpoint_even_where_two_functions_share_a_name(
    app: Connection,
) -> None:
    before = {each.api_name: each.usage or Usage(0) for each in (await app.enrich()).endpoints}
    assert isinstance((await run(app, "/same_1", value="bad"))[-1], Failed)
    assert await output(app, "/same_1", value="x") == "second x"
    assert await output(app, "/renamed", value="x") == "third x"
    more: dict[str, int] = {}
    while sum(more.values()) < 3:  # the server counts a call after it has sent the result
        used = {each.api_name: each.usage or Usage(0) for each in (await app.enrich()).endpoints}
        more = {name: each.calls - before[name].calls for name, each in used.items()}
    assert {name: calls for name, calls in more.items() if calls} == {"/same_1": 2, "/renamed": 1}
    fine, failed = used["/renamed"], used["/same_1"]
    assert fine.seconds is not None and fine.seconds >= 0.2
    assert fine.success_rate == 1.0
    assert failed.success_rate is not None and 0 < failed.success_rate < 1.0
    assert failed.seconds is None, "no server reports durations once a call has failed"


async def test_what_was_learned_first_stays_when_more_is_requested(app: Connection) -> None:
    await app.enrich()
    opened = await app.widen()
    assert named(opened, "/add").parameters[0].description == "the first number"
    assert named(opened, "/undocumented").parameters[0].name == "word"
    again = await app.enrich()
    assert named(again, "/undocumented").parameters[0].name == "word"
    assert app.app is again


async def test_limits_lines_placeholders_and_types_are_those_of_the_components(
    app: Connection,
) -> None:
    number, whole, operation = endpoint(app, "/add").parameters
    assert (number.minimum, number.maximum, number.step, number.default) == (-5, 50, 0.5, 3)
    assert (whole.is_integer, whole.required) == (True, True)
    assert operation.choices is not None
    assert [(each.label, each.value) for each in operation.choices] == [
        ("plus", "add"),
        ("minus", "sub"),
    ]
    word = endpoint(app, "/undocumented").parameters[0]
    assert (word.lines, word.label, word.info, word.placeholder) == (
        4,
        "Your name",
        "Who are you?",
        "Who are you?",
    )
    picture, files = endpoint(app, "/look").parameters
    assert (picture.file_shape, picture.file_types) == (FileShape.ONE, ("image",))
    assert (files.file_shape, files.file_types) == (FileShape.MANY, (".csv", "image"))
    bare = endpoint(app, "/same").parameters[0]
    assert (bare.name, bare.label) == ("value", "")


async def test_a_choice_is_sent_as_the_value_behind_its_name(app: Connection) -> None:
    one, many, group = endpoint(app, "/choose").parameters
    assert one.choices is not None
    values = [choice.value for choice in one.choices]
    assert [type(value) for value in values] == [int, float, str, bool]
    for value in values:
        assert await output(app, "/choose", param_0=value) == f"{value!r} [0.5] []"
    assert (many.multiselect, many.default, group.takes_list) == (True, [0.5], True)
    assert await output(app, "/choose", param_1=[1, "1"], param_2=[2]) == "1 [1, '1'] [2]"


async def test_state_is_hidden_and_its_slots_are_kept(app: Connection) -> None:
    remember = endpoint(app, "/remember")
    assert (remember.input_slots, remember.output_slots) == (
        (True, False, True),
        (False, True, True),
    )
    assert [each.name for each in remember.parameters] == ["text", "number"]
    assert await output(app, "/remember", text="hi", number=1) == ("hi after nothing", 2)


async def test_batched_and_unqueued_endpoints_are_called_like_any_other(
    app: Connection,
) -> None:
    assert not endpoint(app, "/unqueued").is_queued
    assert await output(app, "/double", numbers=21) == 42
    assert await output(app, "/unqueued", a=1, b=2, op="sub") == -1


async def test_an_unknown_component_takes_json(app: Connection) -> None:
    (parameter,) = endpoint(app, "/beam").parameters
    assert (parameter.component, parameter.label) == ("Hologram", "Hologram")
    assert await output(app, "/beam", value={"beam": 4}) == {"beam": 4}


async def test_all_pages_are_read_and_components_rendered_for_a_visitor_are_not(
    app: Connection,
) -> None:
    assert app.app is not None
    assert app.app.notes == ()
    assert not [each for each in app.app.endpoints if "made" in each.api_name]
    assert await output(app, "/loud", value="hi") == "HI"


async def test_an_openapi_document_is_generated_where_the_servers_own_is_invalid(
    app: Connection,
) -> None:
    opened = await app.widen()
    own = json.loads((await app.http.get("/gradio_api/openapi.json")).body)
    assert problems(own), "otherwise it would be passed on"
    made = await app.openapi(opened.endpoints)
    assert made["openapi"] == "3.1.0"
    assert problems(made) == []
    for each in opened.endpoints:
        assert f"/gradio_api/call{each.api_name}" in made["paths"]


async def test_the_servers_own_openapi_document_is_passed_on_where_it_is_valid(
    visits_url: str, connect: Connect
) -> None:
    plain = connect(visits_url)
    opened = await plain.open()
    own = await plain.openapi(opened.public_endpoints)
    assert own["openapi"].startswith("3.0.")
    assert {
        "/gradio_api/call/v2/count",
        "/gradio_api/call/v2/who",
        "/gradio_api/call/v2/report",
    } <= own["paths"].keys()
    assert own["servers"] == [{"url": visits_url}]
    assert problems(own) == []
    made = generate_document(opened, opened.public_endpoints)
    assert made["openapi"] == "3.1.0"
    assert problems(made) == []


async def test_the_openapi_document_requires_the_token_that_was_used_and_does_not_contain_it(
    schema_url: str,
) -> None:
    connection = Connection(schema_url, Credentials(token="hf_secretSecretSecret"))
    opened = await connection.open()
    document = await connection.openapi(opened.endpoints)
    await connection.aclose()
    assert document["security"] == [{"token": []}]
    assert "hf_secret" not in json.dumps(document)
