"""The built-in help: short pages and the keyboard map, in both languages, in a window of their own."""
