"""Six real Gradio apps and a local stand-in of the Hub over them: what `spacetui demo` and the tests run on.

Two processes: the stand-in (standard library only, up at once) and the Gradio process it starts (the apps).
supervisor.py is the only door; importing it costs nothing of Gradio.
"""
