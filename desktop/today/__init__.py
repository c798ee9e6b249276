"""今日: what is due, what waits, and one obvious next step."""
