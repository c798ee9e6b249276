"""A number: typed like text, because a spinner changes an answer by a touch of the wheel."""

from desktop.form_entry.questions.text import TextInput


class NumberInput(TextInput):
    """Digits, without the input method in between."""

    def __init__(self, *, example: str) -> None:
        super().__init__(example=example, is_digits=True)
