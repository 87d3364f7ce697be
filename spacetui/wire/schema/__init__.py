"""What a server says about its app -> model.schema.App."""
