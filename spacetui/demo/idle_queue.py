"""Lets the queues of Gradio apps that run beside the user's other programs rest while idle."""

from typing import Any

# Seconds between two looks at an empty queue. Gradio looks a thousand times a second, which takes
# 6 % of a core for each idle app, so a third of one for the six apps of the demo.
IDLE_SECONDS = 0.01


def rest_while_idle() -> None:
    """Make each queue that is built from now on look for work every IDLE_SECONDS.

    Source: gradio 6 queueing.py, Queue.sleep_when_free; the same attribute since 4.0.
    """
    from gradio import queueing

    build: Any = queueing.Queue.__init__

    def build_resting(queue: queueing.Queue, *args: Any, **kwargs: Any) -> None:
        build(queue, *args, **kwargs)
        queue.sleep_when_free = IDLE_SECONDS

    queueing.Queue.__init__ = build_resting  # type: ignore[assignment, method-assign]
