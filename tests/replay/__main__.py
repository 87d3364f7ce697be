"""Try spacetui on the replay by hand: `python -m tests.replay`.

It prints the variables to export in another shell, and runs until Ctrl-C.
"""

import tempfile
import time
from pathlib import Path

from tests.live.app_server import run_app
from tests.replay.conftest import TOKEN, USER
from tests.replay.hub import fact
from tests.replay.replay import Replay
from tests.replay.spaces import ReplaySpace


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, run_app("replayed", Path(folder)) as url:
        replay = Replay(Path(folder))
        replay.hub.users[TOKEN] = {"type": "user", "name": USER, "auth": {"type": "access_token"}}
        replay.hub.quotas[TOKEN] = fact("zero_gpu_quota_used")
        sleeping = ["SLEEPING", "APP_STARTING", "APP_STARTING", "APP_STARTING", "RUNNING"]
        replay.add(ReplaySpace("acme/echo", app_url=url))
        replay.add(ReplaySpace("acme/run", app_url=url, stages=sleeping))
        replay.add(ReplaySpace("acme/private", app_url=url, private=True, owner_token=TOKEN))
        replay.add(
            ReplaySpace("acme/paused", stages=["PAUSED"], error_message="Flagged as abusive")
        )
        replay.add(ReplaySpace("acme/zero", app_url=url, hardware="zero-a10g"))
        for name, value in replay.environment.items():
            print(f"export {name}={value}")
        print(f"export HF_TOKEN={TOKEN}  # or leave it out", flush=True)
        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            replay.close()


if __name__ == "__main__":
    main()
