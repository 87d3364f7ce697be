"""The event loop of the app: how many objects one garbage collection visits."""

import gc

from spacetui.cli.event_loop import collect_in_small_steps


def test_once_all_is_loaded_a_collection_visits_few_objects() -> None:
    was_enabled, threshold = gc.isenabled(), gc.get_threshold()
    gc.enable()
    try:
        collect_in_small_steps()
        assert gc.get_freeze_count() > 10_000
        kept: list[list[int]] = []
        most = 0
        for number in range(20_000):
            kept.append([number])
            most = max(most, gc.get_count()[0])
        assert len(kept) == 20_000 and 1_000 < most <= 2_100
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        if not was_enabled:
            gc.disable()
