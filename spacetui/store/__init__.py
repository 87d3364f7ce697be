"""What the user made, kept in one SQLite file: every call as a recording, and the Spaces visited."""
