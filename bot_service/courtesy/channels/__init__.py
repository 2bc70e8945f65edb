"""The only way to a channel: which ones we are in, what is posted there, and what became of it."""
