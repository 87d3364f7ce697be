"""One call on the wire: its steps, its session, and the events in its messages."""
