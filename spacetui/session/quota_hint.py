"""What a user can do about a used-up ZeroGPU quota, which depends on the login that was used."""

from typing import TYPE_CHECKING

from spacetui.errors import Failure

if TYPE_CHECKING:
    from spacetui.session.opened_app import OpenedApp

OWN_QUOTA = "This is the quota of your login; `spacetui quota` shows it."
NO_LOGIN = "A login has a quota of its own: `hf auth login`, or --token."
# The Hub does not say that the Space runs on ZeroGPU, so no login goes there unasked.
LOGIN_NOT_SENT = "A login has a quota of its own; --hf-token-to-space sends yours to this Space."


def with_login_hint(failure: Failure, opened: "OpenedApp") -> Failure:
    """Return a failure of a call; one for lack of quota says how a login helps, or that it did not.

    An app that was opened by its address can be given no login of the Hub.
    """
    if failure.kind != "quota" or opened.card is None:
        return failure
    if opened.source.needs_token:
        advice = OWN_QUOTA
    elif opened.card.is_zero_gpu:
        advice = NO_LOGIN
    else:
        advice = LOGIN_NOT_SENT
    return failure._replace(hint=f"{failure.hint} {advice}".strip())
