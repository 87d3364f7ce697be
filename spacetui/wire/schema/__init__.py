"""What a server sends about its app -> model.schema.App."""
