"""Markdown and HTML as rows: read into small blocks as they grow, laid out where they are seen."""
