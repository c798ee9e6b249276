"""A number: typed like text, because a spinner changes an answer by a touch of the wheel."""

import re
from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from desktop.components.labels import Label
from desktop.form_entry.questions.text import TextInput
from desktop.tokens import TextRole

_UNIT: Final = re.compile(r"[（(]([^（）()0-9]{1,8})[）)]\s*$")


class NumberInput(TextInput):
    """Digits, without the input method in between; a unit named in the label stands behind the field."""

    def __init__(self, *, example: str, label: str = "") -> None:
        super().__init__(example=example, is_digits=True)
        unit = _UNIT.search(label)
        if unit is not None:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(self.field, 1)
            row.addWidget(Label(unit.group(1), role=TextRole.BODY, tone="ink2"))
            self.column.addLayout(row)
