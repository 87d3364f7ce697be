"""The recorder page: the calls made, as one script."""
