"""Why it is decided so: one line under the questions of a record, asked for where one is in doubt."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from desktop.components.card import Card
from desktop.components.text_field import TextField
from resources.words import Words

_MOST_CHARACTERS = 200


class ReasonField(Card):
    """Tells every word at once, so that whoever confirms never loses the last one."""

    def __init__(
        self, words: Words, *, reason: str, is_needed: bool, explained: Callable[[str], None]
    ) -> None:
        super().__init__(padding=14, spacing=0, ground="sunken")
        say = words.text
        self._missing = say("screens.differences.reason_missing")
        self.field = TextField(
            say("screens.differences.reason"),
            required_mark=say("screens.differences.reason_mark") if is_needed else "",
            example=say("screens.differences.reason_example"),
        )
        self.field.input.setMaxLength(_MOST_CHARACTERS)
        self.field.set_text(reason)
        self.field.edited.connect(explained)
        self.field.edited.connect(lambda _text: self.field.show_error(""))
        self.body.addWidget(self.field)

    def ask(self) -> None:
        """Say that a reason is missing, and put the cursor where it goes."""
        self.field.show_error(self._missing)
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
