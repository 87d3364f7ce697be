"""Ports for servers that are started with a number, and must find it free a while later.

A number that the system gives out may be gone by then: it gives the same ones to every connection.
These lie below them, and each process of a test run counts from a place of its own.
"""

import itertools
import os
import socket

# Linux gives out numbers from 32768 on, other systems from higher ones.
FIRST, COUNT = 20_000, 12_000
_numbers = itertools.count(os.getpid() * 101)


def free_port() -> int:
    """Return the number of a port on which nothing listens, and which this process did not give."""
    for number in itertools.islice(_numbers, COUNT):
        port = FIRST + number % COUNT
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("all ports for servers of tests are in use")
