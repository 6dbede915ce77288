"""Payment services, one file or folder each: `local` is a test checkout of our own."""
