"""security.md P4: a credential that a server repeats is removed from its text."""

from spacetui.text.redact import redact_text


def test_a_secret_that_a_server_repeats_is_redacted() -> None:
    assert redact_text("bad token hf_abc, hf_abc", {"hf_abc"}) == "bad token [hidden], [hidden]"
    assert redact_text("a is in any text", {"a", ""}) == "a is in any text"
