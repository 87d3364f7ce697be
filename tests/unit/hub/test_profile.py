"""A profile of the settings: its Hub is asked, with the token of the login that it names."""

import json
from pathlib import Path
from typing import Any

import pytest

from spacetui.cli.commands import run
from spacetui.cli.kept_history import open_store
from spacetui.hub.client import Hub

LAPTOP, OTHER = "hf_" + "LAPTOP" * 5, "hf_" + "OTHER" * 5


@pytest.fixture
def folder(tmp_path: Path, fake: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the settings, with a profile for a Hub on loopback."""
    fake.replies["/api/spaces/semantic-search"] = reply(body=b"[]")
    logins = tmp_path / "stored_tokens"
    logins.write_text(f"[laptop]\nhf_token = {LAPTOP}\n[other]\nhf_token = {OTHER}\n")
    monkeypatch.setattr("huggingface_hub.constants.HF_STORED_TOKENS_PATH", str(logins))
    monkeypatch.setenv("HF_TOKEN", OTHER)
    monkeypatch.setenv("SPACETUI_CONFIG_DIR", str(tmp_path))
    profile = f'[profiles.work]\ntoken = "laptop"\nhub_endpoint = "{fake.url}"\n'
    (tmp_path / "config.toml").write_text(f'{profile}[profiles.gone]\ntoken = "no such"\n')
    return tmp_path


def test_the_hub_of_a_profile_gets_the_token_of_its_login(folder: Path, fake: Any) -> None:
    assert run(["--profile", "work", "search", "x", "--json"]) == 0
    assert fake.tokens() == [f"Bearer {LAPTOP}"]


async def test_the_place_of_a_login_is_named(
    folder: Path, fake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await Hub(fake.url, OTHER).login_place() == "--token"
    assert await Hub(fake.url).login_place() == "HF_TOKEN"
    assert await Hub(fake.url, token_name="laptop").login_place() == "the profile's login 'laptop'"
    monkeypatch.delenv("HF_TOKEN")
    assert await Hub(fake.url).login_place() == ""
    (folder / "token").write_text(LAPTOP)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(folder / "token"))
    assert await Hub(fake.url).login_place() == "hf auth"


def test_an_option_wins_over_the_hub_and_the_login_of_a_profile(folder: Path, fake: Any) -> None:
    assert run(["--profile", "work", "search", "x", "--json", "--token", OTHER]) == 0
    assert fake.tokens() == [f"Bearer {OTHER}"]


def test_a_login_that_is_not_there_is_told_and_no_other_one_is_used(
    folder: Path, fake: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--profile", "gone", "--hub-endpoint", fake.url, "search", "x", "--json"]) == 0
    assert fake.tokens() == [""]
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "no login is called 'no such'" in err and "laptop" in err
    assert LAPTOP not in err and OTHER not in err


def test_a_variable_with_a_profile_that_is_not_there_uses_no_login(
    folder: Path, fake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_PROFILE", "typo")
    assert run(["--hub-endpoint", fake.url, "search", "x", "--json"]) == 0
    assert fake.tokens() == [""]


def test_the_history_may_be_as_large_as_the_setting_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACETUI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SPACETUI_HISTORY_LIMIT", "20")
    assert open_store(print).limit == 20_000_000
