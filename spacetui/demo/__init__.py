"""Six real Gradio apps and a local stand-in for the Hub, for `spacetui demo` and the tests.

There are two processes: the stand-in for the Hub, which needs only the standard library and answers
at once, and the Gradio process that it starts. Use them through demo_processes.py; importing it
loads nothing of Gradio.
"""
