"""The top of the card: who stands at the counter, as much as neighbours may see."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import Avatar
from desktop.components.chip import Chip
from desktop.components.labels import ElidedLabel, Label
from desktop.gig.gig_screen import PersonHead
from desktop.tokens import TextRole, Tone


class WorkerHead(QWidget):
    """Avatar, masked name, what they are to us, and one quiet line."""

    def __init__(self) -> None:
        super().__init__()
        self._avatar = Avatar("", tone=Tone.BRICK, size=56)
        self.name = Label("", role=TextRole.H1)
        self._mark = Chip("", tone=Tone.OK)
        self.detail = ElidedLabel("", role=TextRole.SMALL, tone="ink2")
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.name)
        top.addWidget(self._mark)
        top.addStretch(1)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addLayout(top)
        lines.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._avatar)
        row.addLayout(lines, 1)

    def show_person(self, head: PersonHead) -> None:
        self._avatar.show_name(head.name)
        self.name.setText(head.name)
        self._mark.show_status(head.mark, tone=head.tone, icon=head.icon)
        self.detail.setText(head.detail)
