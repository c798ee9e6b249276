"""The checks of this computer, and the sheet that shows a report whole before it is written."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.restyled import Restyled
from desktop.components.row_list import RowList
from desktop.components.rows import Row, TwoLines
from desktop.diagnosis import Check
from desktop.file_asking import FilePurpose, ask_where_to_save
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_TEXT_HEIGHT = 300


class DiagnosisCard(Card):
    """One row a check: icon, word and colour; then the way to the report."""

    export_chosen = Signal()
    again_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=8)
        self._words = words
        self.add_heading(words.text("screens.diagnosis.heading"))
        self._rows = RowList()
        quiet = words.text("screens.diagnosis.quiet")
        self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))
        self.export = Button(words.text("screens.diagnosis.export"), kind=ButtonKind.SOFT, icon="save")
        again = Button(words.text("screens.diagnosis.again"), kind=ButtonKind.DEFAULT, icon="rotate-cw")
        self.export.clicked.connect(self.export_chosen)
        again.clicked.connect(self.again_chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.export)
        buttons.addWidget(again)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addWidget(self._rows)

    def show_checks(self, checks: Sequence[Check]) -> None:
        self._rows.show_rows([self._row(check, place=place) for place, check in enumerate(checks)])

    def _row(self, check: Check, *, place: int) -> QWidget:
        text = self._words.text
        name = text(f"screens.diagnosis.{check.topic}")
        state = text(f"screens.diagnosis.{check.topic}_{check.said}", **check.values)
        icon, tone = ("circle-check", Tone.OK) if check.is_fine else ("triangle-alert", Tone.WARN)
        tile = IconTile(icon, tone=tone, size=36)
        tile.setAccessibleName(text(f"screens.diagnosis.{'ok' if check.is_fine else 'warn'}"))
        row = Row(TwoLines(name, state), leading=tile, is_divided=place > 0)
        row.setAccessibleName(text("screens.diagnosis.row", name=name, state=state))
        return row


class DiagnosisSheet(Restyled, QWidget):
    """The whole text, to be read; saving writes exactly what stands here."""

    place_chosen = Signal(Path)
    left = Signal()

    def __init__(self, words: Words, report: str) -> None:
        super().__init__()
        text = words.text
        self._words = words
        self.report = report
        self.shown = QPlainTextEdit(report)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName(text("screens.diagnosis.content"))
        self.notice = IconLabel("", icon="circle-alert", tone=Tone.DANGER)
        self.notice.hide()
        card = Card(padding=24, spacing=14)
        card.body.addWidget(Label(text("screens.diagnosis.title"), role=TextRole.H2, wrap=True))
        explanation = text("screens.diagnosis.explanation")
        card.body.addWidget(Label(explanation, role=TextRole.SMALL, tone="ink2", wrap=True))
        card.body.addWidget(self.shown, 1)
        card.body.addWidget(self.notice)
        self.save = Button(text("screens.diagnosis.save"), kind=ButtonKind.PRIMARY, icon="save")
        back = Button(text("screens.diagnosis.back"), kind=ButtonKind.GHOST)
        self.save.clicked.connect(self._pick)
        back.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addWidget(back)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card, 1)
        self.setFocusProxy(self.shown)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self.shown.setMinimumHeight(min(_TEXT_HEIGHT, theme.px(140)))

    def refuse(self, sentence: str) -> None:
        self.notice.set_text(sentence)
        self.notice.show()

    def _pick(self) -> None:
        title, name = self._words.text("screens.diagnosis.save"), self._words.text("screens.diagnosis.file")
        chosen = ask_where_to_save(self, FilePurpose.SUPPORT, title, name=name)
        if chosen is not None:
            self.place_chosen.emit(chosen)
