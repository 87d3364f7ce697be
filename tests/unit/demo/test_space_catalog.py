"""The Spaces of the demo, and the environment and speed of its processes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from spacetui.demo.demo_processes import Demo
from spacetui.demo.gradio_launcher import child_environment
from spacetui.demo.space_catalog import FOLDER, NAMES, SPACE_IDS, read_front_matter, read_spaces


def test_six_spaces_in_the_order_in_which_they_are_shown() -> None:
    assert [
        (space.id, space.emoji, space.title, space.description) for space in read_spaces().values()
    ] == [
        ("demo/text", "📝", "Text lab", "count, shout, rhyme: one box and five knobs"),
        ("demo/chat", "💬", "Echo chat", "tokens one by one, and a chat that remembers"),
        ("demo/image", "🎨", "Image filters", "blur, posterize or trace a picture"),
        ("demo/audio", "🎵", "Synth", "notes and waveforms to a wav"),
        ("demo/table", "📊", "Table tools", "sort, group and sum a CSV"),
        ("demo/slow", "🐢", "Slow job", "a queue, progress and an ETA, on purpose"),
    ]
    assert tuple(read_spaces()) == NAMES
    assert tuple(f"demo/{name}" for name in NAMES) == SPACE_IDS


@pytest.mark.parametrize("name", NAMES)
def test_front_matter_reads_as_yaml_reads_it(name: str) -> None:
    card = (FOLDER / "cards" / f"{name}.md").read_text(encoding="utf-8")
    front, text = read_front_matter(card)
    assert front == yaml.safe_load(card.split("---\n")[1])
    assert text.startswith(f"# {front['title']}\n") and "---" not in text
    assert 2 <= text.count("\n\n") <= 4, "two to four paragraphs under the title"


@pytest.mark.parametrize("name", NAMES)
def test_an_app_is_short_enough_to_read(name: str) -> None:
    assert len((FOLDER / "apps" / f"{name}.py").read_text(encoding="utf-8").splitlines()) <= 150


def test_gradio_is_started_without_tokens_and_settings_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in (
        "HF_TOKEN",
        "HUGGING_FACE_HUB_TOKEN",
        "GRADIO_ROOT_PATH",
        "GRADIO_SERVER_NAME",
        "SPACE_ID",
        "SYSTEM",
    ):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("LANG", "C.UTF-8")
    given = child_environment(tmp_path)
    assert "x" not in given.values() and given["LANG"] == "C.UTF-8"
    assert given["GRADIO_TEMP_DIR"].startswith(str(tmp_path)) and given["HF_HOME"].startswith(
        str(tmp_path)
    )


def test_starting_returns_at_once_and_the_url_is_known_soon() -> None:
    started_at = time.perf_counter()
    demo = Demo.start()
    started = time.perf_counter() - started_at
    try:
        assert demo.hub_url.startswith("http://127.0.0.1:")
        known = time.perf_counter() - started_at
    finally:
        demo.stop()
    assert started < 0.5 and known < 5, "0.005 s and 0.1 s on an idle machine; this one may be busy"


def test_the_supervisor_loads_nothing_of_gradio_or_the_hub() -> None:
    program = (
        "import sys, spacetui.demo.demo_processes\n"
        "heavy = {'gradio', 'huggingface_hub', 'httpx', 'numpy', 'PIL', 'http.server'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True
    )
    assert result.stdout == "[]\n", result.stderr


def test_the_current_folder_cannot_shadow_what_the_demo_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "queue", "gradio", "http", "socket"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    with Demo.start() as demo:
        assert demo.hub_url
