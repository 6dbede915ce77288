"""The local Provider: text, pictures and clips made by this server, without a key."""
