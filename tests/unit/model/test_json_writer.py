"""Large JSON is written as json.dumps writes it, in short steps."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacetui.model import json_writer
from spacetui.model.json_writer import BATCH, STEP, large_json_text
from spacetui.model.schema import Json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.integers() | st.none() | st.booleans(), inner, max_size=4)
    ),
    max_leaves=12,
)


def dumped(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


@given(VALUES)
def test_any_value_is_written_as_json_dumps_writes_it(value: Json) -> None:
    assert large_json_text(value) == dumped(value)


def test_a_large_value_is_written_in_short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []

    def encode(text: str) -> str:
        steps.append(len(text))
        return json.dumps(text, ensure_ascii=False)

    class Parts(list[str]):
        def clear(self) -> None:
            steps.append(len(self))
            super().clear()

    monkeypatch.setattr(json_writer, "encode_basestring", encode)
    writer = json_writer._Writer()
    writer._parts = Parts()
    value = {"long": 'é"\n' * STEP, "many": list(range(20 * BATCH)), "odd": [{1, 2}, float("inf")]}

    writer.write(value, "\n")

    assert writer.text() == dumped(value)
    assert max(steps) <= max(STEP, BATCH + 10)


def test_what_json_has_no_name_for_is_refused() -> None:
    with pytest.raises(TypeError):
        large_json_text({(1, 2): 3})
