"""Filling a form at the door: one section a page, answers kept as they are typed.

The form engine decides what is asked and what is wrong; this package shows it, keeps
the draft, and never stands between the officer and the next question.
"""
