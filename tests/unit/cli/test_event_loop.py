"""The event loop of the app: how many objects a garbage collection visits, and turns of threads."""

import gc
import sys

from spacetui.cli.event_loop import keep_pauses_short


def test_once_all_is_loaded_a_collection_visits_few_objects() -> None:
    was_enabled, threshold, turn = gc.isenabled(), gc.get_threshold(), sys.getswitchinterval()
    gc.enable()
    try:
        keep_pauses_short()
        assert gc.get_freeze_count() > 10_000 and sys.getswitchinterval() < turn
        kept: list[list[int]] = []
        most = 0
        for number in range(20_000):
            kept.append([number])
            most = max(most, gc.get_count()[0])
        assert len(kept) == 20_000 and 1_000 < most <= 2_100
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        sys.setswitchinterval(turn)
        if not was_enabled:
            gc.disable()
