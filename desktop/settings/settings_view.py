"""The page itself: sections of cards, what wants a look on top of every section, and one sheet over them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.page import ScrollBody
from desktop.settings.about_cards import AboutCard, DataCard, HelpCard
from desktop.settings.alarm_card import AlarmCard
from desktop.settings.copy_card import CopyCard
from desktop.settings.device_cards import CameraCard, PrinterCard
from desktop.settings.diagnosis_card import DiagnosisCard, DiagnosisSheet
from desktop.settings.display_cards import LanguageCard, LooksCard, TextSizeCard
from desktop.settings.idle_card import IdleCard
from desktop.settings.keys_card import KeysCard
from desktop.settings.operators_card import OperatorsCard
from desktop.settings.secret_sheet import SecretSheet
from desktop.settings.section_tabs import Section, SectionTabs
from desktop.shell.layout import WindowLayout
from desktop.tokens import GAP
from resources.words import Words

Sheet = SecretSheet | DiagnosisSheet


class _Columns(QWidget):
    """The cards of one section, side by side where there is room."""

    def __init__(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        for cards in (left, right):
            column = QVBoxLayout()
            column.setSpacing(GAP)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._row.addLayout(column, 1)

    def adapt(self, layout: WindowLayout) -> None:
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if layout.is_compact else direction.LeftToRight)


class SettingsView(QWidget):
    """Owns the cards; whoever composes listens to them."""

    section_opened = Signal(str)  # a Section

    def __init__(self, words: Words, *, camera_count: int = 1) -> None:
        super().__init__()
        self.text_size, self.looks, self.language = TextSizeCard(words), LooksCard(words), LanguageCard(words)
        self.copies, self.idle, self.operators = CopyCard(words), IdleCard(words), OperatorsCard(words)
        self.alarms, self.keys = AlarmCard(words), KeysCard(words)
        self.camera, self.printer = CameraCard(words, camera_count=camera_count), PrinterCard(words)
        self.data, self.about = DataCard(words), AboutCard(words)
        self.diagnosis, self.help = DiagnosisCard(words), HelpCard(words)
        self.sheet: Sheet | None = None
        self.section = Section.DISPLAY
        self._sections: Mapping[Section, _Columns] = {
            Section.DISPLAY: _Columns((self.text_size,), (self.looks, self.language)),
            Section.PEOPLE: _Columns((self.operators, self.idle), (self.keys,)),
            Section.RECORDS: _Columns((self.copies,), (self.data,)),
            Section.DEVICES: _Columns((self.camera,), (self.printer,)),
            Section.ABOUT: _Columns((self.help, self.about), (self.diagnosis,)),
        }
        self.tabs = SectionTabs(words, tuple(self._sections))
        self.tabs.chosen.connect(lambda chosen: self.open_section(Section(chosen)))
        self._cards = ScrollBody(spacing=GAP)
        self._cards.body.addWidget(self.alarms)
        for columns in self._sections.values():
            columns.hide()
            self._cards.body.addWidget(columns)
        self._cards.body.addStretch(1)
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP - 5)
        column.addWidget(self.tabs)
        column.addWidget(self._cards, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(first)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.setFocusProxy(self.tabs)
        self.open_section(self.section)

    def open_section(self, section: Section) -> None:
        self.come_again()
        self._sections[self.section].hide()
        self.section = section
        self._sections[section].show()
        self.tabs.show_section(section)
        self._cards.verticalScrollBar().setValue(0)
        self.section_opened.emit(section)

    def show_sheet(self, sheet: Sheet) -> None:
        self.come_again()
        self.sheet = sheet
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.setFocus()

    def come_again(self) -> None:
        """Go back to the cards, and let the sheet go with what was typed."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            if sheet.isAncestorOf(self.window().focusWidget()):
                self.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would hand it to the next in the window
            self._stack.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()

    def adapt(self, layout: WindowLayout) -> None:
        for columns in self._sections.values():
            columns.adapt(layout)
