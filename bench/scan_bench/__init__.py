"""Pictures of codes that are hard to read, made here from nothing, and how many of them are read."""
