"""The wheel: it has what the program needs, and runs as `uvx` and `python -m` run it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from spacetui import __version__

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of these files."""
    folder = tmp_path_factory.mktemp("wheel")
    run(str(UV), "build", "--wheel", "--out-dir", str(folder), str(ROOT), folder=folder)
    (built,) = folder.glob("*.whl")
    return built


def run(*command: str, folder: Path) -> str:
    """Run a program in a folder that has nothing of ours, and return its output."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_wheel_has_the_themes_the_styles_and_the_manual_page(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern, place in (
        (ROOT / "themes", "*.toml", "spacetui/themes"),
        (ROOT / "spacetui", "**/*.tcss", "spacetui"),
    ):
        files = [path.relative_to(folder).as_posix() for path in folder.glob(pattern)]
        assert files and {f"{place}/{each}" for each in files} <= names
    assert any(name.endswith("share/man/man1/spacetui.1") for name in names)


def test_uv_and_python_run_the_wheel(wheel: Path, tmp_path: Path) -> None:
    tool = [str(UV), "tool", "run", "--python", sys.executable, "--from", str(wheel)]
    version = f"spacetui {__version__}"
    assert run(*tool, "spacetui", "--version", folder=tmp_path) == version
    # The same environment: the module, and the themes where the wheel has them.
    themes = "from spacetui.settings.theme_files import theme_files; print(*theme_files())"
    python = [*tool, "python"]
    assert run(*python, "-m", "spacetui", "--version", folder=tmp_path) == version
    paths = run(*python, "-c", themes, folder=tmp_path).split()
    assert len(paths) == len(list((ROOT / "themes").glob("*.toml")))
    assert all("site-packages/spacetui/themes" in path for path in paths)
