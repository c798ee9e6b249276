"""What a person has to look at, said calmly: what happened, what it means, what to do; and 知道了."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card, divider
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.row_list import RowList
from desktop.settings.alarm_words import AlarmLine, AlarmPage
from desktop.tokens import TextRole, Tone
from resources.words import Words


class AlarmCard(Card):
    """The open alarms and, quietly under them, who looked at the last ones; hidden without any."""

    seen = Signal(str, str)  # code and subject of the alarm somebody has looked at

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=12)
        self._words = words
        self.add_heading(
            words.text("screens.device.alarms_heading"), note=words.text("screens.device.alarms_note")
        )
        self._open = RowList(spacing=14)
        self._seen = RowList(spacing=4)
        self.body.addWidget(self._open)
        self.body.addWidget(self._seen)
        self.hide()

    def show_alarms(self, page: AlarmPage) -> None:
        rows: list[QWidget] = []
        for line in page.open:
            if rows:
                rows.append(divider())
            rows.append(self._row(line))
        self._open.show_rows(rows)
        self._open.setVisible(bool(rows))
        self._seen.show_rows(
            [IconLabel(line, icon="check", tone="ink2", role=TextRole.CAPTION) for line in page.seen]
        )
        self._seen.setVisible(bool(page.seen))
        self.setVisible(bool(page.open or page.seen))

    def _row(self, line: AlarmLine) -> QWidget:
        panel = QWidget()
        row = QHBoxLayout(panel)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(IconTile(line.icon, tone=Tone.WARN, size=44), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(Label(line.title, role=TextRole.STRONG, wrap=True))
        column.addWidget(Label(line.explanation, role=TextRole.SMALL, tone="ink2", wrap=True))
        column.addWidget(IconLabel(line.next_step, icon="arrow-right", tone="ink"))
        column.addWidget(Label(line.moment, role=TextRole.CAPTION, tone="ink3", wrap=True))
        row.addLayout(column, 1)
        seen = Button(
            self._words.text("screens.device.alarm_act"),
            kind=ButtonKind.SOFT,
            size=ButtonSize.SMALL,
            icon="check",
        )
        seen.setAccessibleDescription(line.title)
        seen.clicked.connect(lambda: self.seen.emit(line.code, line.subject))
        row.addWidget(seen, 0, Qt.AlignmentFlag.AlignTop)
        return panel
