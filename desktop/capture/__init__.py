"""From light to meaning: frames, codes, and what a code says about the people we know.

Nothing a code says is ever opened or executed; a code only finds records of this
computer or is shown as text. Decoding leaves the window's thread, meaning does not.
"""
