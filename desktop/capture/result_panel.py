"""The card at the right of the viewfinder: what is known of the code, and what can be done."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.capture.scan_run import ScanRun
from desktop.capture.scan_screen import Act, MemberRow, RecentScan, ResultCard, ScanChoice
from desktop.components.badge import Avatar, IconTile
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card, divider
from desktop.components.chip import Chip
from desktop.components.empty_state import EmptyState
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.rows import RowButton, TwoLines
from desktop.components.shared_line import SharedLine
from desktop.tokens import TextRole, Tone
from resources.words import Words


class _Told(ScrollBody):
    """As high as what it says while there is room, then it scrolls; so the acts under it stay in sight."""

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        # Beside a bar, there or not: words that just fit without one would call it and send it away for ever.
        width, body = self.width() - self.verticalScrollBar().sizeHint().width(), self.body
        has_width = body.hasHeightForWidth() and width > 0
        height = body.totalHeightForWidth(width) if has_width else body.totalSizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(0, min(64, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class ResultPanel(Card):
    """Shows one result card, or waits."""

    member_chosen = Signal(str)
    choice_made = Signal(ScanChoice)
    scan_chosen = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__(padding=18, spacing=12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._words = words
        self.primary: Button | None = None
        self._content = self._waiting()
        self.body.addWidget(self._content)

    def show_card(self, card: ResultCard | None) -> None:
        has_focus = self._has_focus()
        self.primary = None
        content = self._waiting() if card is None else self._result(card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._replace(content)
        if card is not None and (card.is_asked_for or has_focus):
            self._focus_primary(self.primary)

    def show_run(self, scans: tuple[RecentScan, ...]) -> None:
        """Show the list of continuous scanning in the place of one card."""
        self.primary = None
        run = ScanRun(scans, self._words)
        run.chosen.connect(self.scan_chosen)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._replace(run)

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        """Ask for the height the words take at this width: the card is never higher than its hint."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _replace(self, content: QWidget) -> None:
        self.body.removeWidget(self._content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content
        self.body.addWidget(content)
        # Shown now, not with the next event: the page measures this card to share out the height.
        content.show()

    def _has_focus(self) -> bool:
        """Say whether a key pressed now would go to what is about to be replaced."""
        return self._content.isAncestorOf(self.window().focusWidget())

    @staticmethod
    def _focus_primary(primary: Button | None) -> None:
        if primary is not None:
            primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _waiting(self) -> QWidget:
        return EmptyState(
            self._words.text("screens.scan.waiting_title"),
            icon="scan-qr-code",
            quiet=self._words.text("screens.scan.waiting_body"),
        )

    def _result(self, card: ResultCard) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(_head(card))
        if card.members or card.body or card.caution:
            column.addWidget(divider())
            column.addWidget(self._told(card))
        self._add_acts(column, card.acts)
        return content

    def _told(self, card: ResultCard) -> QWidget:
        panel = _Told(spacing=8)
        panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        if card.body:
            panel.body.addWidget(Label(card.body, role=TextRole.BODY, tone="ink2", wrap=True))
        if card.caution:
            panel.body.addWidget(IconLabel(card.caution, icon="triangle-alert", tone=Tone.WARN))
        for member in card.members:
            panel.body.addWidget(self._member(member))
        return panel

    def _member(self, member: MemberRow) -> QWidget:
        mark = Chip(member.mark.text, tone=member.mark.tone, icon=member.mark.icon)
        row = RowButton(
            TwoLines(member.name, member.detail), leading=Avatar(member.name, size=38), trailing=(mark,)
        )
        row.setCheckable(True)
        row.setAutoExclusive(True)
        row.setChecked(member.is_chosen)
        row.clicked.connect(lambda: self.member_chosen.emit(member.person_id))
        return row

    def _add_acts(self, column: QVBoxLayout, acts: tuple[Act, ...]) -> None:
        if not acts:
            return
        first, *others = acts
        self.primary = self._button(first, kind=ButtonKind.PRIMARY, size=ButtonSize.BIG)
        column.addWidget(self.primary)
        if others:
            row = SharedLine()
            for act in others:
                row.addWidget(self._button(act, kind=ButtonKind.DEFAULT, size=ButtonSize.NORMAL))
            column.addLayout(row)

    def _button(self, act: Act, *, kind: ButtonKind, size: ButtonSize) -> Button:
        button = Button(act.label, kind=kind, size=size, icon=act.icon, key_hint=act.key_hint)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: self.choice_made.emit(act.choice))
        return button


def _head(card: ResultCard) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconTile(card.icon, tone=card.tone, size=48))
    words = TwoLines(card.title, card.detail, role=TextRole.H2)
    row.addWidget(words, 1)
    if card.mark is not None:
        row.addWidget(Chip(card.mark.text, tone=card.mark.tone, icon=card.mark.icon))
    return head
