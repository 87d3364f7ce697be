"""The use page: an open Space, its form, its calls and their results."""
