"""Uses the program as a person would, without a person: for the demonstration and for tests.

Buttons are pressed and fields are written by the names an officer reads, so a journey
breaks when a screen stops saying what it does.
"""
