"""The slip before it is printed: what will be on the paper, and where it should go."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.gig.slip import Slip, picture_slip
from desktop.theme import current_theme
from desktop.tokens import TextRole
from resources.words import Words

_PREVIEW_HEIGHT = 440


class SlipSheet(QWidget):
    """Over the whole window until it is printed, saved or left."""

    print_chosen = Signal()
    save_chosen = Signal()
    left = Signal()

    def __init__(self, slip: Slip, words: Words, *, printer: str) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slip = slip
        text = words.text
        paper = QLabel()
        height = current_theme().px(_PREVIEW_HEIGHT)
        picture = QPixmap.fromImage(picture_slip(slip))
        paper.setPixmap(picture.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation))
        paper.setAccessibleName(text("screens.gig.slip.preview"))
        card = Card(padding=14)
        card.body.addWidget(paper)
        self.go = Button(
            text("screens.gig.slip.print"),
            kind=ButtonKind.PRIMARY,
            size=ButtonSize.BIG,
            icon="printer",
            key_hint="Enter",
        )
        self.go.clicked.connect(self.print_chosen)
        self.go.refuse("" if printer else text("screens.gig.slip.no_printer"))
        save = Button(text("screens.gig.slip.save"))
        save.clicked.connect(self.save_chosen)
        leave = Button(text("screens.gig.slip.leave"), kind=ButtonKind.GHOST, key_hint="Esc")
        leave.clicked.connect(self.left)
        acts = QVBoxLayout()
        acts.setSpacing(14)
        acts.addStretch(1)
        acts.addWidget(Label(text("screens.gig.slip.title"), role=TextRole.H1))
        to = text("screens.gig.slip.to", printer=printer) if printer else text("screens.gig.slip.no_printer")
        acts.addWidget(Label(to, role=TextRole.BODY, tone="ink2", wrap=True))
        for button in (self.go, save, leave):
            acts.addWidget(button)
        acts.addStretch(1)
        row = QHBoxLayout(self)
        row.setSpacing(28)
        row.addStretch(1)
        row.addWidget(card, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(acts)
        row.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.isEnabled():
            self.print_chosen.emit()
        else:
            super().keyPressEvent(event)
