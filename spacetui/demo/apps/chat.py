"""Echo chat: text streamed token by token, and a chat whose memory is a gr.State."""

import re
import time
from collections.abc import Iterator

import gradio as gr

Turns = list[tuple[str, str]]


def stream(prompt: str, by: str, pace: float, rounds: int, loud: bool) -> Iterator[tuple[str, str]]:
    """Say the prompt back, a token at a time."""
    words = re.findall(r"\S+\s*", prompt) if by == "word" else list(prompt)
    said, count = "", 0
    for turn in range(int(rounds)):
        for word in words:
            time.sleep(1 / pace)
            said += word.upper() if loud else word
            count += 1
            yield said, _speed(count, pace)
        said = said.rstrip()
        if turn + 1 < rounds:
            said += "\n"
    yield said, f"{_speed(count, pace)}: done"


def _speed(count: int, pace: float) -> str:
    tokens = "1 token" if count == 1 else f"{count} tokens"
    return f"{tokens} at {pace:g} a second"


def chat(message: str, name: str, mood: str, turns: Turns | None) -> tuple[str, int, Turns]:
    """Answer a message, remembering what was said before in this session."""
    turns = turns or []
    openings = {
        "calm": f"{name}, you say: {message}",
        "curious": f"Why {message!r}, {name}?",
        "brief": message[:40],
    }
    reply = openings[mood]
    if turns:
        reply += f" Before that you said: {turns[-1][0]}"
    turns = [*turns, (message, reply)]
    return f"{reply} ({name}, {len(turns)})", len(turns), turns


def recall(newest: int, numbered: bool, turns: Turns | None) -> str:
    """Tell the newest messages of this session."""
    said = [message for message, _ in turns or []][-int(newest) :]
    if not said:
        return f"nothing yet (the newest {newest:g}, {'numbered' if numbered else 'plain'})"
    return "\n".join(
        f"{index}. {message}" if numbered else message for index, message in enumerate(said, 1)
    )


def forget() -> tuple[str, Turns]:
    """Forget this session's messages."""
    return "forgotten", []


def build() -> gr.Blocks:
    """Return the Echo chat: a stream of tokens, and three endpoints that share one gr.State."""
    app = gr.Blocks(title="Echo chat")
    with app:
        turns = gr.State([])
        with gr.Tab("stream"):
            prompt = gr.Textbox(
                label="prompt",
                lines=3,
                placeholder="anything: it comes back slowly",
                max_length=5000,
            )
            by = gr.Radio(["word", "letter"], value="word", label="by", info="what a token is")
            pace = gr.Slider(2, 100, value=12, step=1, label="pace", info="tokens a second")
            rounds = gr.Number(
                1, label="rounds", minimum=1, maximum=5, precision=0, info="how often it is said"
            )
            loud = gr.Checkbox(False, label="loud")
            gr.Examples(["The quick brown fox jumps over the lazy dog."], prompt)
            said = [gr.Textbox(label="said", lines=4), gr.Textbox(label="speed")]
            go = gr.Button("stream")
            go.click(
                stream,
                [prompt, by, pace, rounds, loud],
                said,
                api_name="stream",
                concurrency_limit=8,
            )
        with gr.Tab("chat"):
            message = gr.Textbox(label="message", placeholder="say something", max_length=2000)
            name = gr.Textbox("friend", label="name", info="what to call you", max_lines=1)
            mood = gr.Dropdown(["calm", "curious", "brief"], value="calm", label="mood")
            reply, count = (
                gr.Textbox(label="reply"),
                gr.Number(label="messages so far", precision=0),
            )
            message.submit(
                chat, [message, name, mood, turns], [reply, count, turns], api_name="chat"
            )
            newest = gr.Slider(1, 50, value=10, step=1, label="newest", info="how many messages")
            numbered = gr.Checkbox(True, label="numbered")
            memory = gr.Textbox(label="remembered", lines=4)
            gr.Button("recall").click(recall, [newest, numbered, turns], memory, api_name="recall")
            gr.Button("forget").click(forget, None, [memory, turns], api_name="forget")
    return app
