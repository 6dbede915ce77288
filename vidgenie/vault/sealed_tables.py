"""Tables of sealed keys: what only the browser of their owner can open."""
