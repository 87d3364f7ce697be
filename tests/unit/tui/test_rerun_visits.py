"""Steps that are run again share State as the code of the script does."""

from spacetui.model.recorded_step import RecordedStep
from spacetui.session.opened_app import OpenedApp
from spacetui.tui.recorder.reruns import Visits
from tests.tui.fake_session import an_app
from tests.unit.model.recordings import COUNT, HERE, WRITE, recorded


def test_a_run_begins_each_visit_with_a_new_state_and_keeps_it_together() -> None:
    opened = OpenedApp(HERE.src, an_app(url=HERE.url), HERE, None, None)
    visits = Visits()

    def app_for(*, visit: int, has_state: bool = True) -> OpenedApp:
        end = COUNT if has_state else WRITE
        step = RecordedStep(1, recorded(end, {"step": 1}, 1, visit=visit))
        return visits.app_for(step, opened)

    first, again, other = app_for(visit=5), app_for(visit=5), app_for(visit=6)
    assert first is again
    assert len({each.state_hash for each in (opened, first, other)}) == 3
    alone, alone_again = app_for(visit=0), app_for(visit=0)
    assert len({each.visit for each in (opened, first, other, alone, alone_again)}) == 5
    assert app_for(visit=0, has_state=False) is opened
