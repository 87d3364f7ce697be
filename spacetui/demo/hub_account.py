"""The account of the demo's Hub: everybody with a token is the same user, with a full quota.

Source: huggingface_hub 2.4, hf_api.py (whoami, get_zero_gpu_quota).
"""

from datetime import UTC, datetime, timedelta

from spacetui.demo.hub_http import Request, Response, error_response, json_response

# Seconds of ZeroGPU that a free account has in a day. The demo uses none.
QUOTA_SECONDS = 210


def bearer_token(request: Request) -> str:
    """Return the token of a request, or an empty text. Every well-formed token is accepted."""
    scheme, _, token = request.authorization.partition(" ")
    return token if scheme.lower() == "bearer" and token.startswith("hf_") else ""


def account_response(request: Request, value: dict[str, object]) -> Response:
    """Return `value`, which only a logged-in user may have."""
    if not bearer_token(request):
        return error_response(401, "Invalid username or password.")
    return json_response(value)


def account() -> dict[str, object]:
    return {
        "type": "user",
        "id": "0" * 24,
        "name": "demo",
        "fullname": "Demo",
        "email": "demo@localhost",
        "emailVerified": True,
        "canPay": False,
        "periodEnd": None,
        "isPro": False,
        "avatarUrl": "",
        "orgs": [],
        "auth": {"type": "access_token", "accessToken": {"displayName": "demo", "role": "read"}},
    }


def quota() -> dict[str, object]:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    resets_at = tomorrow.strftime("%Y-%m-%dT00:00:00.000Z")
    return {
        "base": QUOTA_SECONDS,
        "current": QUOTA_SECONDS,
        "resetsAt": resets_at,
        "overquotaUsed": 0,
    }
