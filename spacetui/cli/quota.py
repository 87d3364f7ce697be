"""`spacetui quota`: how much ZeroGPU quota is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spacetui.cli import output
from spacetui.cli.command_session import hub_for
from spacetui.text.zero_gpu import ABOUT_QUOTA, quota_line

if TYPE_CHECKING:
    from spacetui.model.account import Account


@click.command(
    short_help="Show how much ZeroGPU quota is left.",
    help=f"Show how much of your ZeroGPU quota is left, and when it resets.\n\n{ABOUT_QUOTA}",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, in seconds.")
@click.option("--token", default="", help="Hub token; else the saved login.")
def quota(*, as_json: bool, token: str) -> int:
    return output.run_command(_quota(as_json=as_json, token=token))


async def _quota(*, as_json: bool, token: str) -> int:
    account = await _account(token)
    quota = account.quota
    assert quota is not None
    if as_json:
        output.print_json(
            {
                "name": account.name,
                "base": quota.base,
                "left": quota.left,
                "resets_at": quota.resets_at or None,
                "overquota_used": quota.paid_used,
            }
        )
    else:
        words = quota_line(quota.left, quota.base, quota.resets_at, quota.paid_used)
        output.print_text(f"{account.name}: {words}")
    return 0


async def _account(token: str) -> Account:
    """Return the user with the quota. Raises AuthError without a login, or without the right."""
    from dataclasses import replace

    from spacetui.errors import AuthError
    from spacetui.hub.errors import LOGIN

    hub = hub_for(token)
    account = await hub.account()
    if account is None:
        raise AuthError("you are not logged in, and the quota is an account's", hint=LOGIN)
    if account.quota is None:
        return replace(account, quota=await hub.quota())
    return account
