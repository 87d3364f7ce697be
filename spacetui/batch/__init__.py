"""Calls of one endpoint for every row of a file: read, checked, made, written; and what is done."""
