"""A date, typed as people write it; a calendar to click through would be slower at the door."""

from desktop.form_entry.questions.text import TextInput


class DateInput(TextInput):
    """Takes 2026-8-1, 2026年8月1日, 2026.8.1 and 20260801 alike."""

    def __init__(self, *, example: str) -> None:
        super().__init__(example=example)
