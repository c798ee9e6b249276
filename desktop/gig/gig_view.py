"""The counter on the screen: one card for whoever stands there, one column for the day."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.components.card import Card, divider
from desktop.components.page import RING_ROOM, ScrollBody
from desktop.gig.ask_face import AskFace
from desktop.gig.counter_foot import CounterFoot
from desktop.gig.gig_screen import Ask, PersonHead, Sheet, Side
from desktop.gig.idle_face import IdleFace
from desktop.gig.sheet_face import SheetFace
from desktop.gig.side_column import SideColumn
from desktop.gig.worker_head import WorkerHead
from desktop.shell.layout import WindowLayout
from desktop.theme import current_theme
from resources.words import Words

_SIDE, _SIDE_COMPACT = 356, 300


class GigView(QWidget):
    """What the presenter calls the screen."""

    finish_chosen = Signal()
    enter_pressed = Signal()  # on the button that registers, which may still be the end of an answer
    other_chosen = Signal()
    back_chosen = Signal()
    print_chosen = Signal()
    said = Signal(str, bool)  # a sentence for the toast, and whether it is a problem
    shown = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.head = WorkerHead()
        self.idle, self.ask, self.sheet = IdleFace(words), AskFace(words), SheetFace(words)
        self.side = SideColumn(words)
        self._sheet_body = ScrollBody(margins=RING_ROOM)
        self._sheet_body.body.addWidget(self.sheet)
        self._faces = QStackedWidget()
        for face in (self.idle, self.ask, self._sheet_body):
            self._faces.addWidget(face)
        self.foot = CounterFoot(words)
        self.foot.finish_chosen.connect(self.finish_chosen)
        self.foot.other_chosen.connect(self.other_chosen)
        self.foot.back_chosen.connect(self.back_chosen)
        self.foot.print_chosen.connect(self.print_chosen)
        self.ask.gone_back.connect(self.back_chosen)
        self.sheet.gone_back.connect(self.back_chosen)
        self._rule = divider()
        self._side_wish = _SIDE
        self._is_narrow = self._has_somebody = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._card(), 1)
        row.addWidget(self.side)
        for keys, signal in (("F9", self.finish_chosen), ("Esc", self.other_chosen)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(signal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_idle("")

    def show_idle(self, problem: str) -> None:
        self._set_busy_with_somebody(is_busy=False)
        self._faces.setCurrentWidget(self.idle)
        self.idle.show_problem(problem)
        self._focus_if_here(self.idle)

    def show_person(self, head: PersonHead) -> None:
        self._set_busy_with_somebody(is_busy=True)
        self.head.show_person(head)

    def show_no_person(self) -> None:
        for widget in (self.head, self._rule):
            widget.hide()

    def show_ask(self, ask: Ask) -> None:
        self._set_busy_with_somebody(is_busy=True)
        self.ask.show_ask(ask)
        self._faces.setCurrentWidget(self.ask)
        self._focus_if_here(self.ask)

    def show_sheet(self, sheet: Sheet, *, focus: str | None) -> None:
        self.sheet.show_sheet(sheet)
        self._faces.setCurrentWidget(self._sheet_body)
        if self.isVisible():
            self.sheet.take_focus(focus)

    def show_ready(self) -> None:
        """Nothing is open: Enter registers, as F9 does."""
        if self.isVisible():
            self.foot.finish.setFocus(Qt.FocusReason.OtherFocusReason)

    def update_sheet(self, sheet: Sheet) -> None:
        self.sheet.show_sheet(sheet)

    def show_side(self, side: Side) -> None:
        self.side.show_side(side)

    def show_way_back(self, *, is_there: bool) -> None:
        self.foot.show_way_back(is_there=is_there)
        self.ask.show_way_back(is_there=is_there)

    def show_elapsed(self, text: str) -> None:
        self.foot.show_elapsed(text)

    def show_slip(self, *, is_there: bool) -> None:
        """Offer the slip of whoever was registered last."""
        self.foot.show_slip(is_there=is_there)

    def show_busy(self, *, is_busy: bool) -> None:
        self.foot.show_busy(is_busy=is_busy)

    def say(self, sentence: str, *, is_problem: bool = False) -> None:
        self.said.emit(sentence, is_problem)

    def adapt(self, layout: WindowLayout) -> None:
        self._side_wish = _SIDE_COMPACT if layout.is_compact else _SIDE
        self._is_narrow = layout.is_narrow
        self._show_side_if_room()
        self._fit_side()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fit_side()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.foot.finish.hasFocus():
            if not event.isAutoRepeat():
                self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Backspace and self.foot.finish.hasFocus():
            self.back_chosen.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 — Qt's name
        super().focusInEvent(event)
        self.take_focus()

    def take_focus(self) -> None:
        """Hand the focus on to where somebody would type now."""
        face = self._faces.currentWidget()
        if face is self._sheet_body:
            self.sheet.take_focus(None)
        elif isinstance(face, IdleFace | AskFace):
            face.take_focus()

    def _focus_if_here(self, face: IdleFace | AskFace) -> None:
        if self.isVisible():
            face.take_focus()

    def _set_busy_with_somebody(self, *, is_busy: bool) -> None:
        for widget in (self.head, self._rule):
            widget.setVisible(is_busy)
        self.foot.show_somebody(is_here=is_busy)
        self._has_somebody = is_busy
        self._show_side_if_room()

    def _show_side_if_room(self) -> None:
        """Narrow, whoever stands at the counter has the page alone; the day is back when nobody does."""
        self.side.setVisible(not (self._is_narrow and self._has_somebody))

    def _fit_side(self) -> None:
        """Give the day what it wishes, as long as whoever stands here keeps the larger part."""
        wish = current_theme().px(self._side_wish)
        self.side.setFixedWidth(min(wish, max(1, self.width() * 42 // 100)))

    def _card(self) -> Card:
        """Lay out the card; its body reaches as far beyond head and foot as the ring around a control."""
        room = RING_ROOM[0]
        card = Card(padding=18 - room, spacing=10 - room)
        card.body.addLayout(_inset(self.head, top=room, bottom=room))
        card.body.addLayout(_inset(self._rule))
        card.body.addWidget(self._faces, 1)
        card.body.addLayout(_inset(self.foot, bottom=room))
        return card


def _inset(widget: QWidget, *, top: int = 0, bottom: int = 0) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(RING_ROOM[0], top, RING_ROOM[2], bottom)
    row.addWidget(widget)
    return row
