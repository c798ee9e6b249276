"""A list with nothing in it says what it is for and offers one way on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind
from desktop.components.labels import Label
from desktop.tokens import TextRole, Tone


class EmptyState(QWidget):
    """A tile, a sentence, a quieter one and at most one soft button."""

    act_chosen = Signal()

    def __init__(
        self, sentence: str, *, icon: str, quiet: str = "", act: str = "", tone: Tone = Tone.PRIMARY
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(IconTile(icon, tone=tone, size=56), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self._centred(sentence, role=TextRole.LABEL, tone="ink"))
        if quiet:
            column.addWidget(self._centred(quiet, role=TextRole.SMALL, tone="ink2"))
        if act:
            button = Button(act, kind=ButtonKind.SOFT)
            button.clicked.connect(self.act_chosen)
            column.addSpacing(6)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _centred(self, text: str, *, role: TextRole, tone: str) -> Label:
        label = Label(text, role=role, tone=tone, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label
