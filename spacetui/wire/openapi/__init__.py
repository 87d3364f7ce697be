"""OpenAPI documents of an app."""
