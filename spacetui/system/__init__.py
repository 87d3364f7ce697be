"""This machine: its folders, its clipboard, the files that are read and saved."""
