"""SPACETUI_NO_SKIP, by which tests/conftest.py turns skips into failures for .ci/run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SKIPPING = {
    "a_mark": "import pytest\n@pytest.mark.skip(reason='why not')\ndef test_it(): pass\n",
    "a_call": "import pytest\ndef test_it(): pytest.skip('why not')\n",
    "a_fixture": (
        "import pytest\n@pytest.fixture\ndef x(): pytest.skip('why not')\ndef test_it(x): pass\n"
    ),
    "a_file": "import pytest\npytest.importorskip('no_such_module_here')\ndef test_it(): pass\n",
    "an_xfail": "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n",
}


def run_pytest(folder: Path, no_skip: str) -> str:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--continue-on-collection-errors",
        ".",
    ]
    # Without plugins pytest starts in half the time.
    environment = os.environ | {"SPACETUI_NO_SKIP": no_skip, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return result.stdout.strip().splitlines()[-1]


def test_each_kind_of_skip_fails_when_none_is_allowed(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "conftest.py", tmp_path)
    for name, text in SKIPPING.items():
        (tmp_path / f"test_{name}.py").write_text(text)
    assert "4 skipped, 1 xfailed" in run_pytest(tmp_path, "")
    strict = run_pytest(tmp_path, "1")
    assert "2 failed, 3 errors" in strict, "a skip before the call is an error"
    assert "skipped" not in strict and "xfailed" not in strict
