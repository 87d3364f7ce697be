"""Text as SQLite takes it. Apart from what searches it: the start of the app needs this alone."""


def valid(text: str) -> str:
    """Return text that SQLite accepts: a lone surrogate, which UTF-8 lacks, becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode()
