"""The terminal app; the only importer of textual, rich and textual_image."""
