"""Projects: their Segments and Takes, their Runs, what can be undone, Templates."""
