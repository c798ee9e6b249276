"""White cards on warm paper, their headings and the thin lines inside them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.labels import Label
from desktop.tokens import TextRole


def surface(kind: str, *, parent: QWidget | None = None) -> QFrame:
    """Give a frame of one of the stylesheet's grounds: card, panel, sunken, hint, follow-up."""
    frame = QFrame(parent)
    frame.setProperty("surface", kind)
    return frame


def divider(*, is_vertical: bool = False) -> QFrame:
    line = surface("divider")
    if is_vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


class Card(QFrame):
    """A rounded white ground with a vertical body."""

    def __init__(self, *, padding: int = 18, spacing: int = 10, ground: str = "card") -> None:
        super().__init__()
        self.setProperty("surface", ground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)

    def add_heading(self, title: str, *, note: str = "", trailing: QWidget | None = None) -> Label:
        """Put the card's title on top, a quiet note beside it and an action at the right."""
        row = QHBoxLayout()
        row.setSpacing(10)
        heading = Label(title, role=TextRole.H3)
        row.addWidget(heading)
        if note:
            row.addWidget(Label(note, role=TextRole.CAPTION, tone="ink2"))
        row.addStretch(1)
        if trailing is not None:
            row.addWidget(trailing)
        self.body.addLayout(row)
        return heading
