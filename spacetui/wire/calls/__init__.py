"""One call on the wire: its sessions, its progress, and the events in its messages."""
