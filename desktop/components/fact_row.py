"""A name at the left and its value at the right, as in the facts about a person or a connection."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.components.labels import ElidedLabel, Label
from desktop.tokens import TextRole


class FactRow(QWidget):
    """The name is whole; the value gives way."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        shown = ElidedLabel(value, role=TextRole.SMALL)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        shown.setAccessibleName(f"{name} {value}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(12)
        row.addWidget(Label(name, role=TextRole.SMALL, tone="ink2"))
        row.addWidget(shown, 1)
