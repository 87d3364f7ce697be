"""Recordings as TOML files, to read, edit, compare and hand on. No file is opened here."""
