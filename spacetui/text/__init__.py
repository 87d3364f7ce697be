"""Text for people: control characters made visible, HTML removed, numbers and times formatted."""
