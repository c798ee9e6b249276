"""接着上次填: forms that were put aside, the last one touched first, each one press from going on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card
from desktop.components.chip import Chip
from desktop.components.labels import Label
from desktop.components.row_list import RowList
from desktop.components.rows import Row, TwoLines
from desktop.today.today_page import DraftLine
from desktop.tokens import TextRole, Tone
from resources.words import Words


class DraftCardView(Card):
    """Says so quietly when there is nothing to pick up."""

    draft_chosen = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=4)
        self._words = words
        self._count = Chip("", tone=Tone.INFO)
        self.add_heading(words.text("screens.today.drafts_title"), trailing=self._count)
        self._rows = RowList()
        self.body.addWidget(self._rows)
        self.body.addStretch(1)

    def show_drafts(self, lines: Sequence[DraftLine]) -> None:
        self._count.setVisible(bool(lines))
        self._count.show_status(self._words.count("screens.today.drafts_chip", len(lines)), tone=Tone.INFO)
        if not lines:
            nothing = self._words.text("screens.today.no_drafts")
            self._rows.show_rows([Label(nothing, role=TextRole.SMALL, tone="ink2", wrap=True)])
            return
        self._rows.show_rows([self._row(line, is_divided=index > 0) for index, line in enumerate(lines)])

    def _row(self, line: DraftLine, *, is_divided: bool) -> QWidget:
        act = Button(line.act, kind=ButtonKind.SOFT, size=ButtonSize.SMALL)
        act.setAccessibleDescription(line.title)
        act.clicked.connect(lambda: self.draft_chosen.emit(line.id))
        return Row(
            TwoLines(line.title, line.detail, role=TextRole.BODY),
            leading=Avatar(line.subject, tone=Tone.INFO),
            trailing=(act,),
            is_divided=is_divided,
        )
