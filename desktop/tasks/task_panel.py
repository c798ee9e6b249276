"""One task in full: why it was sent, what to ask, how far it has come with its receipts, and the acts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.banner import Banner
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card, divider
from desktop.components.chip import Chip
from desktop.components.delivery_stepper import DeliveryStepper
from desktop.components.icon_label import Icon
from desktop.components.kept_place import keeping_place
from desktop.components.labels import Label
from desktop.components.notice import Notice
from desktop.components.page import ScrollBody
from desktop.components.rows import TwoLines
from desktop.tasks.tasks_screen import ReceiptLine, TaskAct, TaskPage
from desktop.tokens import TextRole, Tone
from resources.words import Words


class TaskPanel(QWidget):
    """Built anew for each task; the acts are docked, the rest scrolls."""

    act_chosen = Signal(bool)  # whether it is the verification form

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words.text("screens.tasks.at_hand"))
        self.acts: tuple[Button, ...] = ()
        self._page: TaskPage | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: QWidget = Card(padding=20)
        self._column.addWidget(self._card)

    def show_task(self, page: TaskPage | None) -> None:
        if page == self._page:
            return  # the same news again: whoever scrolled or tabbed in here stays where he is
        self._page = page
        with keeping_place(self):
            self._show(page)

    def _show(self, page: TaskPage | None) -> None:
        self.acts = ()
        card = Card(padding=20, spacing=12)
        if page is not None:
            self._fill(card, page)
        self._column.replaceWidget(self._card, card)
        self._card.hide()
        self._card.deleteLater()
        self._card = card
        card.show()

    def take_focus(self) -> None:
        """Put the focus on what is to be done."""
        if self.acts:
            self.acts[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, card: Card, page: TaskPage) -> None:
        scroll = ScrollBody(spacing=12)
        body = scroll.body
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label(page.title, role=TextRole.H2, wrap=True), 1)
        if page.due:
            head.addWidget(Chip(page.due, tone=page.due_tone), 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(head)
        body.addWidget(Label(page.detail, role=TextRole.SMALL, tone="ink2", wrap=True))
        if page.returned:
            banner = Banner()
            body.addWidget(banner)
            banner.show_notice(Notice(Tone.WARN, "undo-2", page.returned))
        body.addWidget(DeliveryStepper(page.steps, is_short=True))
        body.addWidget(divider())
        self._add_words(body, "why", " · ".join(part for part in (page.explanation, page.rule) if part))
        self._add_words(body, "what_to_ask", page.question)
        if page.receipts:
            body.addWidget(Label(self._words.text("screens.tasks.way"), role=TextRole.STRONG))
            for line in page.receipts:
                body.addWidget(self._receipt(line))
        body.addStretch(1)
        card.body.addWidget(scroll, 1)
        if page.acts:
            card.body.addLayout(self._buttons(page.acts))

    def _add_words(self, body: QVBoxLayout, key: str, text: str) -> None:
        if text:
            pair = QVBoxLayout()
            pair.setSpacing(4)
            pair.addWidget(Label(self._words.text(f"screens.tasks.{key}"), role=TextRole.STRONG))
            pair.addWidget(Label(text, role=TextRole.BODY, wrap=True))
            body.addLayout(pair)

    def _receipt(self, line: ReceiptLine) -> QWidget:
        panel = QWidget()
        row = QHBoxLayout(panel)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        mark = "undo-2" if line.tone is Tone.DANGER else "circle-check"
        row.addWidget(Icon(mark, tone=line.tone, size=20))
        row.addWidget(TwoLines(line.word, line.source, role=TextRole.SMALL), 1)
        if line.is_signed:
            receipt = self._words.text("screens.tasks.receipt")
            row.addWidget(Chip(receipt, tone=Tone.OK, icon="shield-check", is_filled=False))
        row.addWidget(Label(line.moment, role=TextRole.CAPTION, tone="ink2"))
        return panel

    def _buttons(self, acts: tuple[TaskAct, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        made = []
        for place, act in enumerate(acts):
            kind = ButtonKind.DEFAULT if place else ButtonKind.PRIMARY
            button = Button(act.label, kind=kind, icon="shield-check" if act.is_verifying else "pencil")
            button.clicked.connect(lambda _=False, chosen=act.is_verifying: self.act_chosen.emit(chosen))
            made.append(button)
        for button in reversed(made):  # the filled one stands at the right, and is first for the keyboard
            row.addWidget(button, 1)
        self.acts = tuple(made)
        return row
