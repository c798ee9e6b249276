"""The small vocabulary of widgets every screen is built from (docs/screens.md lists them).

Each is a real Qt widget with its own painting, so roles, keys and focus come from Qt
and only the looks are ours. Nothing clickable is a bare frame.
"""
