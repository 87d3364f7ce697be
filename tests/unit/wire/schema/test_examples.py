"""The examples of an app, read from its config."""

from typing import Any

from spacetui.wire.schema.parse import parse_app


def config(samples: Any, outputs: list[int]) -> dict[str, Any]:
    """Return a config as Gradio 6.31 writes it: three inputs and a dataset that fills some of them.

    outputs: the components that a row of `samples` fills.
    """
    say = {"id": 0, "targets": [[5, "click"]], "inputs": [1, 2, 3], "outputs": [1]}
    load = {"id": 1, "targets": [[6, "click"]], "inputs": [6], "outputs": outputs}
    return {
        "version": "6.31.0",
        "protocol": "sse_v3",
        "components": [
            {"id": 1, "type": "textbox", "props": {"label": "text"}},
            {"id": 2, "type": "slider", "props": {"label": "times"}},
            {"id": 3, "type": "image", "props": {"label": "picture"}},
            {"id": 6, "type": "dataset", "props": {"samples": samples}},
        ],
        "dependencies": [
            {**say, "api_name": "say"},
            {**load, "api_name": "load_example", "api_visibility": "undocumented"},
        ],
    }


def examples(samples: Any, outputs: list[int]) -> Any:
    app = parse_app("http://x", config(samples, outputs), None)
    endpoint = app.endpoint("/say")
    assert endpoint is not None
    return endpoint.examples


def test_a_row_fills_the_parameters_its_values_belong_to() -> None:
    assert examples([["hi", 2], ["yo", 3]], [1, 2]) == (
        {"param_0": "hi", "param_1": 2},
        {"param_0": "yo", "param_1": 3},
    )


def test_a_row_shorter_than_its_inputs_fills_what_it_has() -> None:
    assert examples([["hi"], []], [1, 2]) == ({"param_0": "hi"},)


def test_an_output_that_cached_examples_fill_is_no_parameter() -> None:
    assert examples([["hi"]], [1, 99]) == ({"param_0": "hi"},)


def test_a_file_stays_the_servers_own_and_a_bare_path_is_left_out() -> None:
    file = {"path": "/srv/a.png", "url": "/file=/srv/a.png", "meta": {"_type": "gradio.FileData"}}
    assert examples([[file]], [3]) == ({"param_2": file},)
    assert examples([["/srv/a.png"]], [3]) == ()


def test_samples_of_any_other_shape_are_no_examples() -> None:
    for odd in (None, 1, "abc", {"a": 1}, [1, "x", None]):
        assert examples(odd, [1, 2]) == ()
