"""Who can open the replica: the data key, a slot for each operator, a slot for the city, and their change.

Values and functions only: files, keychain and database are reached by the callers.
The layout is in docs/custody.md, exact enough for another implementation.
"""
