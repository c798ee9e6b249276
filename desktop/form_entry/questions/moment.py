"""A day, a time of day, or both, typed as people write them; a calendar to click through would be slower."""

from desktop.form_entry.questions.text import TextInput


class MomentInput(TextInput):
    """Takes 2026-8-1, 2026年8月1日, 2026.8.1 and 20260801 alike, and 9:05, 0905 and 9点05分."""

    def __init__(self, *, example: str) -> None:
        super().__init__(example=example)
