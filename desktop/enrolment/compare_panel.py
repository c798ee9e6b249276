"""What the invitation says, beside the sheet on the table: platform, places, end, fingerprint.

Nothing has been sent yet. The fingerprint stands in large groups of four, in the order and
lines of the sheet, so that a finger can follow.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.components.card import Card, divider, surface
from desktop.components.fact_row import FactRow
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.restyled import Restyled
from desktop.components.row_list import RowList
from desktop.enrolment.invitation_reading import InvitationFacts
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole
from resources.words import Words

_GROUPS_A_LINE = 8


class FingerprintGroup(Restyled, Label):
    """Four digits in a face where none looks like another."""

    def __init__(self, digits: str) -> None:
        super().__init__(digits, role=TextRole.H3)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.px(20))
        font.setWeight(font.Weight.Medium)
        self.setFont(font)


class ComparePanel(ScrollBody):
    """Shows the facts of one invitation."""

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=14)
        self._words = words
        text = words.text
        card = Card(padding=28, spacing=14)
        card.body.addWidget(Label(text("screens.enrolment.compare_title"), role=TextRole.H2, wrap=True))
        card.body.addWidget(
            Label(text("screens.enrolment.compare_quiet"), role=TextRole.BODY, tone="ink2", wrap=True)
        )
        # First what cannot be forged: in a low window the rest may lie below the fold.
        card.body.addWidget(Label(text("screens.enrolment.fingerprint"), role=TextRole.LABEL))
        self._ground = surface("sunken")
        self._groups = QGridLayout(self._ground)
        self._groups.setContentsMargins(18, 14, 18, 14)
        self._groups.setVerticalSpacing(10)
        card.body.addWidget(self._ground)
        card.body.addWidget(divider())
        self._facts = RowList(spacing=6)
        card.body.addWidget(self._facts)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_facts(self, facts: InvitationFacts) -> None:
        text = self._words.text
        rows: list[QWidget] = [
            FactRow(text("screens.enrolment.platform"), facts.platform),
            FactRow(text("screens.enrolment.places"), facts.places),
            FactRow(text("screens.enrolment.ends"), facts.ends),
            FactRow(text("screens.enrolment.server"), facts.server),
        ]
        self._facts.show_rows(rows)
        while self._groups.count():
            item = self._groups.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, digits in enumerate(facts.fingerprint):
            group = FingerprintGroup(digits)
            self._groups.addWidget(group, place // _GROUPS_A_LINE, place % _GROUPS_A_LINE)
        self._ground.setAccessibleName(text("screens.enrolment.fingerprint"))
        self._ground.setAccessibleDescription(" ".join(facts.fingerprint))
