"""Nobody at the counter: what to do next, and a field for whoever has no code."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.restyled import Restyled
from desktop.components.text_field import TextField
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_WIDTH = 460


class IdleFace(Restyled, QWidget):
    """Waits; the field has the focus, so a number can be typed at once."""

    typed = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        text = words.text
        self.field = TextField(text("screens.gig.who"), example=text("screens.gig.who_example"))
        # A scan ends here, too, when it is slow enough to look like typing.
        self.field.input.setProperty("takesCodes", True)
        self.field.input.returnPressed.connect(self._find)
        find = Button(text("screens.gig.find"), kind=ButtonKind.SOFT, key_hint="Enter")
        find.clicked.connect(self._find)
        self.field.put_beside(find)
        self._title = Label(text("screens.gig.idle_title"), role=TextRole.H2)
        quiet = Label(text("screens.gig.idle_quiet"), role=TextRole.BODY, tone="ink2", wrap=True)
        quiet.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._middle = QWidget()
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(IconTile("barcode", tone=Tone.PRIMARY, size=64), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(quiet)
        column.addWidget(self.field)
        scroll = ScrollBody(spacing=0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        outer = scroll.body
        outer.setContentsMargins(5, 5, 5, 5)  # the ring around the field
        outer.addStretch(1)
        across = QHBoxLayout()
        across.addWidget(self._middle)
        outer.addLayout(across)
        outer.addStretch(2)
        self.setFocusProxy(self.field.input)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self._middle.setMaximumWidth(theme.px(_WIDTH))

    def show_problem(self, sentence: str) -> None:
        self.field.show_error(sentence)
        if not sentence:
            self.field.set_text("")

    def take_focus(self) -> None:
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.input.selectAll()

    def _find(self) -> None:
        text = self.field.text().strip()
        if text:
            self.typed.emit(text)
