"""spacetui: find, try and script callable AI apps from the terminal."""

__version__ = "0.1.0"
