"""没网？用 U 盘带走: out, in, how far it is, and what came of the last visit."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import Icon, IconLabel
from desktop.components.labels import Label
from desktop.components.progress import ProgressBar
from desktop.components.row_list import RowList
from desktop.exchange.couriering import CourierAct
from desktop.exchange.exchange_page import CourierPage
from desktop.file_asking import FilePurpose, ask_for_folder
from desktop.tokens import TextRole
from resources.words import Words


class CourierCard(Card):
    """Reports where the stick is; shows what the presenter says."""

    place_chosen = Signal(str, Path)  # a CourierAct, the folder
    cancelled = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        self._words = words
        text = words.text
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("usb", tone="primary", size=24))
        head.addWidget(Label(text("screens.courier.title"), role=TextRole.H3, wrap=True), 1)
        self.body.addLayout(head)
        self.body.addWidget(Label(text("screens.courier.quiet"), role=TextRole.SMALL, tone="ink2", wrap=True))
        self.export = Button(text("screens.courier.export"), kind=ButtonKind.SOFT)
        self.take = Button(text("screens.courier.import"))
        self._pressed = self.export
        self._acts = QWidget()
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.export, 1)
        row.addWidget(self.take, 1)
        self.body.addWidget(self._acts)
        self._running = QWidget()
        self._figures = Label(role=TextRole.SMALL, wrap=True)
        self._bar = ProgressBar(name=text("screens.courier.title"))
        self.stop = Button(text("screens.courier.stop"), kind=ButtonKind.GHOST, icon="x")
        lower = QHBoxLayout(self._running)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.addWidget(self._figures, 1)
        lower.addWidget(self.stop)
        self.body.addWidget(self._running)
        self.body.addWidget(self._bar)
        self._lines = RowList(spacing=6)
        self.body.addWidget(self._lines)
        self.export.clicked.connect(lambda: self._ask(CourierAct.EXPORT))
        self.take.clicked.connect(lambda: self._ask(CourierAct.IMPORT))
        self.stop.clicked.connect(self.cancelled)
        self.show_page(CourierPage())

    def show_page(self, page: CourierPage) -> None:
        leaves, comes = (self._acts, self._running) if page.is_running else (self._running, self._acts)
        comes.show()
        if self.window().focusWidget() in leaves.findChildren(Button):
            # Qt would hand the focus to whatever is next in the window.
            (self.stop if page.is_running else self._pressed).setFocus()
        leaves.hide()
        self._figures.setText(page.running)
        self._bar.setVisible(page.is_running and page.share is not None)
        self._bar.set_share(page.share or 0.0)
        self._lines.show_rows(
            [IconLabel(line.text, icon=line.icon, tone=line.tone, role=TextRole.SMALL) for line in page.lines]
        )
        self._lines.setVisible(bool(page.lines))

    def choose(self, act: CourierAct, place: Path) -> None:
        self._pressed = self.export if act is CourierAct.EXPORT else self.take
        self.place_chosen.emit(str(act), place)

    def _ask(self, act: CourierAct) -> None:
        title = self._words.text(f"screens.courier.{act}")
        chosen = ask_for_folder(self, FilePurpose.STICK, title)
        if chosen is not None:
            self.choose(act, chosen)
