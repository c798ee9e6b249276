"""The desktop's own figures: its start, its form, its search, its camera, its memory."""
