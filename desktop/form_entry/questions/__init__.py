"""One small widget for each kind of answer; `by_type` chooses among them.

They take and give text in the form's own spelling, announce what was answered and when
they were left, and judge nothing.
"""
