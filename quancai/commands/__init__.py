"""One file a sub-command: its arguments, its help with an example, and what it calls."""
