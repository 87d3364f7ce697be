"""Widgets and base classes that the pages share."""
