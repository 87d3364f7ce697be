"""The query of a search, as long as the Hub takes it."""

# The most characters of a query, as JavaScript counts them: an emoji has two.
# Source: the tests of hf-mcp-server; a longer one is answered with 400.
MAX_QUERY = 250
CUT_NOTE = f"the Hub takes {MAX_QUERY} characters of a query; the rest is left out"


def fit_query(query: str) -> str:
    """Return the part of a query that the Hub takes."""
    units = query.encode("utf-16-le", "replace")
    return units[: 2 * MAX_QUERY].decode("utf-16-le", "ignore")


def query_note(query: str) -> str:
    """Return what to tell the user about this query; empty where all of it is searched for."""
    return CUT_NOTE if len(query.encode("utf-16-le", "replace")) > 2 * MAX_QUERY else ""
