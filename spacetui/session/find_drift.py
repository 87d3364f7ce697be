"""What has changed in an endpoint of an open app since a call of it was recorded.

For whoever opens a recording: replay, and what checks recordings without making their calls.
"""

from spacetui.model.drift import Change, EndpointShape, endpoint_drift, endpoint_gone, shape_of
from spacetui.session.opened_app import OpenedApp
from spacetui.session.session import Session


async def find_drift(
    session: Session, opened: OpenedApp, api_name: str, recorded: EndpointShape | None
) -> tuple[Change, ...]:
    """Return what is different now, in the order of the parameters, then the outputs.

    recorded: what the recording keeps of the endpoint (FileStep.shape, or `shape_of` the endpoint
    of a call of the history); None where it keeps nothing, and then only a lost endpoint is told.
    An endpoint that the app does not document is asked for. Raises SpacetuiError.
    """
    now = opened.app.endpoint(api_name)
    if now is not None and now.visibility == "undocumented" and recorded is not None:
        now = (await session.widen(opened)).app.endpoint(api_name)
    if now is None:
        return (endpoint_gone(api_name),)
    return endpoint_drift(recorded, shape_of(now)) if recorded is not None else ()
