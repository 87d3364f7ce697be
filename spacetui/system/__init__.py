"""This machine: folders, the clipboard, files that are read and saved."""
