"""huggingface_hub works with the demo's local Hub as it does with the real one."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import (
    HfHubHTTPError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from spacetui.demo.demo_processes import Demo
from spacetui.demo.space_catalog import SPACE_IDS

pytestmark = pytest.mark.live

TOKEN = "hf_" + "x" * 30


@pytest.fixture(scope="module")
def api(demo_hub_url: str) -> HfApi:
    return HfApi(demo_hub_url, token=False)


def test_search_ranks_by_meaning(api: HfApi) -> None:
    found = list(api.search_spaces("make a photo softer", sdk="gradio"))
    assert found[0].id == "demo/image"
    assert sorted(space.id for space in found) == sorted(SPACE_IDS)
    first = found[0]
    assert (first.title, first.emoji, first.author, first.likes) == (
        "Image filters",
        "🎨",
        "demo",
        0,
    )
    assert first.ai_short_description == "blur, posterize or trace a picture"
    assert first.runtime is not None and first.runtime.stage == "RUNNING"
    scores = [space.semantic_relevancy_score or 0.0 for space in found]
    assert scores == sorted(scores, reverse=True) and scores[0] > 0.3


def test_search_applies_its_filters(api: HfApi) -> None:
    assert list(api.search_spaces("blur", sdk="docker")) == []
    assert [space.id for space in api.search_spaces("blur", filter="music")] == ["demo/audio"]
    assert len(list(api.search_spaces("", sdk=["gradio", "docker"]))) == 6


def test_an_empty_search_returns_all_in_their_order(api: HfApi) -> None:
    assert tuple(space.id for space in api.search_spaces("")) == SPACE_IDS


def test_space_info_has_all_that_a_card_needs(api: HfApi) -> None:
    info = api.space_info("demo/slow")
    assert info.card_data is not None and info.card_data.title == "Slow job"
    assert (
        info.host is not None
        and info.host.startswith("http://127.0.0.1:")
        and info.host.endswith("/slow")
    )
    assert (info.subdomain, info.sdk, info.private, info.likes) == ("demo-slow", "gradio", False, 0)
    assert info.runtime is not None and info.runtime.hardware == "cpu-basic"
    assert info.last_modified is not None and info.sha is not None and len(info.sha) == 40
    assert {file.rfilename for file in info.siblings or []} == {
        "README.md",
        "app.py",
        "requirements.txt",
    }
    sized = api.space_info("demo/slow", files_metadata=True)
    assert all(file.size for file in sized.siblings or [])
    assert api.space_info("demo/slow", expand=["likes"]).host is None
    assert [space.id for space in api.list_spaces(search="chat")] == ["demo/chat"]


def test_the_runtime_of_a_space(api: HfApi) -> None:
    runtime = api.get_space_runtime("demo/text")
    assert (runtime.stage, runtime.requested_hardware) == ("RUNNING", "cpu-basic")


def test_files_download_and_are_what_runs(api: HfApi, demo_hub_url: str, tmp_path: Path) -> None:
    path = hf_hub_download(
        "demo/image",
        "app.py",
        repo_type="space",
        endpoint=demo_hub_url,
        cache_dir=tmp_path,
        token=False,
    )
    assert "def apply_filter" in Path(path).read_text()
    with pytest.raises(RemoteEntryNotFoundError):
        hf_hub_download(
            "demo/image",
            "nope.py",
            repo_type="space",
            endpoint=demo_hub_url,
            cache_dir=tmp_path,
            token=False,
        )


def test_a_card_loads_where_hf_endpoint_says_so(demo_hub_url: str, tmp_path: Path) -> None:
    program = (
        "from huggingface_hub import SpaceCard\n"
        "card = SpaceCard.load('demo/text', token=False)\n"
        "data = card.data.to_dict()\n"
        "print(card.data.title, data['short_description'], card.text.count('/rhyme'), sep='|')"
    )
    environment = os.environ | {"HF_ENDPOINT": demo_hub_url, "HF_HOME": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True
    )
    assert result.stdout.strip() == "Text lab|count, shout, rhyme: one box and five knobs|1", (
        result.stderr
    )


def test_what_does_not_exist_is_reported_as_the_hub_does(api: HfApi) -> None:
    with pytest.raises(RepositoryNotFoundError):
        api.space_info("demo/nope")
    with pytest.raises(RepositoryNotFoundError):
        api.get_space_runtime("nobody/text")
    with pytest.raises(RevisionNotFoundError):
        api.space_info("demo/text", revision="v9")
    assert not api.repo_exists("demo/nope", repo_type="space")
    assert api.file_exists("demo/text", "README.md", repo_type="space")


def test_who_is_logged_in_and_the_quota(api: HfApi) -> None:
    assert api.whoami(token=TOKEN)["name"] == "demo"
    quota = api.get_zero_gpu_quota(token=TOKEN)
    assert quota.base == quota.remaining > 0 and quota.resets_at is not None
    for refused in (
        lambda: api.whoami(token="nonsense"),
        lambda: api.get_zero_gpu_quota(token=False),
    ):
        with pytest.raises(HfHubHTTPError) as failure:
            refused()
        assert failure.value.response.status_code == 401


def test_a_page_and_an_unknown_path(demo_hub_url: str) -> None:
    with urllib.request.urlopen(f"{demo_hub_url}/spaces/demo/table") as page:
        assert page.headers["Content-Type"].startswith("text/html")
        assert "Table tools" in page.read().decode()
    with pytest.raises(urllib.error.HTTPError) as failure:
        urllib.request.urlopen(f"{demo_hub_url}/nothing/here/at/all")
    assert failure.value.code == 404 and "error" in json.load(failure.value)


@pytest.fixture(scope="module")
def starting() -> Iterator[Demo]:
    with Demo.start() as demo:
        yield demo


def test_before_gradio_has_started_the_local_hub_answers_that_the_apps_are_starting(
    starting: Demo,
) -> None:
    with urllib.request.urlopen(
        f"{starting.hub_url}/api/spaces/semantic-search?q=play+a+chord"
    ) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    assert found[0]["id"] == "demo/audio"
    stages = {each["runtime"]["stage"] for each in found}
    assert stages == {"APP_STARTING"}, "the answer did not wait for Gradio"


@pytest.mark.soak
def test_a_stage_is_running_exactly_when_the_app_answers(starting: Demo) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    up: set[str] = set()
    limit = time.monotonic() + 120
    while len(up) < 6:
        assert time.monotonic() < limit
        with opener.open(f"{starting.hub_url}/api/spaces") as answer:
            spaces = json.load(answer)
        for space in spaces:
            if space["runtime"]["stage"] == "RUNNING":
                up.add(space["id"])
                with opener.open(f"{space['host']}/config", timeout=20) as config:
                    assert config.status == 200
            else:
                assert space["id"] not in up, "once up, an app stays up"
        time.sleep(0.05)
