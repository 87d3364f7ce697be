"""The history page: every call that is kept on disk, newest first, and what it gave."""
