"""One running Gradio app over HTTP: its schema, its calls, its files. The only importer of httpx.

Start at connection.py. Nothing is imported here, so that asking for one module loads no other.
"""
