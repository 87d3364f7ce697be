"""A call of the history is taken again after its app was started anew, at another address."""

import pytest

from spacetui.model.schema import Endpoint, FileShape, Json, Parameter
from spacetui.tui.app_state import AppState
from spacetui.tui.past_call import with_present_files


async def never_connect() -> object:
    raise AssertionError("nothing is asked")


@pytest.mark.parametrize(
    ("is_demo", "src", "ref"),
    [
        (True, "http://127.0.0.1:41169/image", "demo/image"),
        (True, "http://127.0.0.1:7860/other", "http://127.0.0.1:7860/other"),
        (True, "https://example.com/image", "https://example.com/image"),
        (True, "owner/image", "owner/image"),
        (False, "http://127.0.0.1:41169/image", "http://127.0.0.1:41169/image"),
    ],
)
def test_a_call_of_an_earlier_demo_opens_the_space_of_this_one(
    is_demo: bool, src: str, ref: str
) -> None:
    state = AppState(never_connect, is_demo=is_demo, start_ids=("demo/text", "demo/image"))  # type: ignore[arg-type]
    assert state.ref_of(src) == ref


def file_at(path: str) -> Json:
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


def endpoint(path: str) -> Endpoint:
    picture = Parameter("image", component="Image", file_shape=FileShape.ONE, default=file_at(path))
    return Endpoint("/filter", 0, parameters=(picture, Parameter("strength", default=4)))


def test_the_apps_own_file_is_the_one_that_it_has_now_and_other_values_stay() -> None:
    before, after = endpoint("/old/land.png"), endpoint("/new/land.png")
    values: dict[str, Json] = {"image": file_at("/old/land.png"), "strength": 4, "gone": 1}
    assert with_present_files(values, before, after) == {
        **values,
        "image": file_at("/new/land.png"),
    }
    own: dict[str, Json] = {"image": file_at("/mine.png"), "strength": 5}
    assert with_present_files(own, before, after) == own
    assert (
        with_present_files(values, before, endpoint("/new/x.png")._replace(parameters=())) == values
    )
