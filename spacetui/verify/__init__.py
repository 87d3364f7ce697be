"""Whether exported code makes the calls that were recorded: compiled, then run on a replay of them.

The replay is an HTTP server on loopback that answers as the recorded app did and compares each
request with the recorded one. No app is called from here: this package imports neither the wire nor
the session.
"""
