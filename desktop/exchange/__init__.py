"""同步: what is going up, what came down, and what needs a person."""
