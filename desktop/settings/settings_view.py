"""The page itself: its cards, what wants a look on top, and over them the sheet of a secret."""

from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.page import ScrollBody
from desktop.settings.alarm_card import AlarmCard
from desktop.settings.copy_card import CopyCard
from desktop.settings.idle_card import IdleCard
from desktop.settings.keys_card import KeysCard
from desktop.settings.operators_card import OperatorsCard
from desktop.settings.secret_sheet import SecretSheet
from desktop.shell.layout import WindowLayout
from desktop.tokens import GAP
from resources.words import Words


class SettingsView(QWidget):
    """Owns the cards; whoever composes listens to them."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.copies, self.idle, self.operators = CopyCard(words), IdleCard(words), OperatorsCard(words)
        self.alarms, self.keys = AlarmCard(words), KeysCard(words)
        self.sheet: SecretSheet | None = None
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in ((left, (self.copies, self.idle)), (right, (self.operators, self.keys))):
            column.setSpacing(GAP)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(GAP)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        self._cards = ScrollBody(spacing=GAP)
        self._cards.body.addWidget(self.alarms)
        self._cards.body.addLayout(self._columns)
        self._cards.body.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._cards)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def show_sheet(self, sheet: SecretSheet) -> None:
        self.come_again()
        self.sheet = sheet
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.setFocus()

    def come_again(self) -> None:
        """Go back to the cards, and let the sheet go with what was typed."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            self._stack.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()

    def adapt(self, layout: WindowLayout) -> None:
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if layout.is_compact else direction.LeftToRight)
