"""The column at the right of the counter, as the day goes on."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.card import Card, divider
from desktop.components.icon_label import Icon
from desktop.components.labels import ElidedLabel, Label
from desktop.components.rows import RowButton, TwoLines
from desktop.gig.gig_screen import FittingGig, JustRegistered, Side, Waiting
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_GAP: Final = 14
_MOST_WAITING: Final = 2
_LEAST_LATEST: Final = 104  # a heading and one line, with the frame around them


class SideColumn(QWidget):
    """Four cards: what the next one does, the day and the gigs, the line, who was just here."""

    called = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._count, self._usual = _figure(), _figure()
        self._fits_note = Label("", role=TextRole.SMALL, tone="ink2", wrap=True)
        self._fits, self._line, self._latest = _rows(10), _rows(8), _rows(8)
        self._line_card = self._list_card("line_title", self._line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.hint = self._hint_card()
        column.addWidget(self.hint)
        day = self._day_card()
        column.addWidget(day)
        column.addWidget(self._line_card)
        self.latest_card = self._list_card("latest_title", self._latest)
        column.addWidget(self.latest_card, 1)
        self._day = day

    def show_side(self, side: Side) -> None:
        self._count.setText(side.count)
        self._usual.setText(side.usual)
        _fill(self._fits, [_gig(each) for each in side.fits])
        self._fits_note.setText(side.fits_note)
        self._fits_note.setVisible(bool(side.fits_note))
        _fill(self._line, self._waiting_rows(side.waiting))
        self._line_card.setVisible(bool(side.waiting))
        latest = [_registered(each) for each in side.latest]
        empty = Label(
            self._words.text("screens.gig.latest_empty"), role=TextRole.SMALL, tone="ink2", wrap=True
        )
        _fill(self._latest, latest or [empty])
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what can be missed where there is little height: the hint first, then past ones."""
        gap, least = _GAP, current_theme().px(_LEAST_LATEST)
        waiting = self._line_card.sizeHint().height() + gap if not self._line_card.isHidden() else 0
        needed = self._day.sizeHint().height() + waiting
        hint = self.hint.heightForWidth(self.width()) + gap
        left = self.height() - needed - gap
        self.hint.setVisible(left - hint >= least)
        left -= 0 if self.hint.isHidden() else hint
        self.latest_card.setVisible(left >= least)
        rows = _children(self._latest)
        line = max((row.sizeHint().height() for row in rows), default=1) + 8
        heading = least - line
        for index, row in enumerate(rows):
            row.setVisible(heading + line * (index + 1) <= left)

    def _hint_card(self) -> Card:
        card = Card(padding=18, spacing=6, ground="hint")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("barcode", tone="primary", size=24))
        head.addWidget(Label(self._say("next_title"), role=TextRole.H3, tone=Tone.PRIMARY), 1)
        card.body.addLayout(head)
        card.body.addWidget(Label(self._say("next_quiet"), role=TextRole.SMALL, tone="ink2", wrap=True))
        return card

    def _day_card(self) -> Card:
        card = Card(padding=18, spacing=8)
        figures = QHBoxLayout()
        for title, figure in (("today_count", self._count), ("usual_time", self._usual)):
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(Label(self._say(title), role=TextRole.SMALL, tone="ink2"))
            pair.addWidget(figure)
            figures.addLayout(pair)
            if title == "today_count":
                figures.addStretch(1)
        card.body.addLayout(figures)
        card.body.addWidget(divider())
        card.body.addWidget(Label(self._say("fits_title"), role=TextRole.H3))
        card.body.addWidget(self._fits)
        card.body.addWidget(self._fits_note)
        return card

    def _list_card(self, title: str, rows: QWidget) -> Card:
        card = Card(padding=18, spacing=8)
        card.body.addWidget(Label(self._say(title), role=TextRole.H3))
        card.body.addWidget(rows)
        card.body.addStretch(1)
        return card

    def _waiting_rows(self, waiting: Sequence[Waiting]) -> list[QWidget]:
        rows = [self._waiting(each) for each in waiting[:_MOST_WAITING]]
        more = len(waiting) - len(rows)
        if more > 0:
            rows.append(Label(self._words.text("screens.gig.line_more", count=more), role=TextRole.SMALL))
        return rows

    def _waiting(self, one: Waiting) -> QWidget:
        row = RowButton(TwoLines(one.name, one.detail), leading=Icon("clock", size=18))
        row.clicked.connect(lambda: self.called.emit(one.key))
        return row

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.gig.{key}")


def _figure() -> Label:
    return Label("", role=TextRole.H1)


def _rows(spacing: int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return holder


def _children(holder: QWidget) -> list[QWidget]:
    layout = holder.layout()
    items = [layout.itemAt(at) for at in range(layout.count())] if layout else []
    found = [item.widget() for item in items if item is not None]
    return [widget for widget in found if widget is not None]


def _fill(holder: QWidget, rows: Sequence[QWidget]) -> None:
    layout = holder.layout()
    if layout is None:
        return
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for row in rows:
        layout.addWidget(row)
        # Shown now, not with the next event: the column measures the card to share out the height.
        row.show()
    holder.setVisible(bool(rows))


def _gig(gig: FittingGig) -> QWidget:
    row = QWidget()
    top = QHBoxLayout()
    top.setSpacing(10)
    top.addWidget(ElidedLabel(gig.title, role=TextRole.BODY), 1)
    top.addWidget(Label(gig.pay, role=TextRole.STRONG, tone="primary"))
    lines = QVBoxLayout(row)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(1)
    lines.addLayout(top)
    lines.addWidget(ElidedLabel(gig.detail, role=TextRole.CAPTION, tone="ink2"))
    return row


def _registered(one: JustRegistered) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(10)
    line.addWidget(Icon("circle-check", tone=Tone.OK, size=18))
    line.addWidget(ElidedLabel(one.label, role=TextRole.SMALL), 1)
    line.addWidget(Label(one.time, role=TextRole.CAPTION, tone="ink2"))
    return row
