"""Text for users: control characters escaped, credentials and HTML removed, numbers formatted."""
