"""What is kept on disk in one SQLite file: every call as a recording, and the opened apps."""
