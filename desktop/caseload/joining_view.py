"""Two records of one person side by side: one choice a line, and nothing happens before 合并."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.caseload.joining_presenter import PairLine, PairPage
from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.kept_place import keeping_place
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.components.page import DockedFooter, ScrollBody
from desktop.components.rows import TwoLines
from desktop.shell.layout import WindowLayout
from desktop.tokens import TextRole, Tone
from resources.words import Words


class JoiningView(QWidget):
    """Implements `JoiningScreen`; built anew for each pair."""

    chosen = Signal(object, bool)  # the group of fields, and whether the other's values are taken
    swapped = Signal()
    confirmed = Signal()
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._columns = 2
        self._grids: list[OptionGrid] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget = QWidget()
        self._column.addWidget(self._content)

    def show_pair(self, page: PairPage) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        scroll = ScrollBody(spacing=14)
        scroll.body.addWidget(self._head(page))
        self._grids = []
        for line in page.lines:
            scroll.body.addWidget(self._line(line, page))
        if not page.lines:
            same = Card()
            same.body.addWidget(Label(self._say("pair_same"), role=TextRole.BODY, wrap=True))
            scroll.body.addWidget(same)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
        column.addWidget(self._footer())
        with keeping_place(self):
            self._show(content)

    def adapt(self, layout: WindowLayout) -> None:
        """Put the two values of a line under each other where the window is narrow."""
        self._columns = 1 if layout.is_narrow else 2
        for grid in self._grids:
            grid.set_columns(self._columns)

    def clear(self) -> None:
        """Show nobody until two records are read."""
        self._grids = []
        self._show(QWidget())

    def _show(self, content: QWidget) -> None:
        self._column.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content
        content.show()

    def _head(self, page: PairPage) -> QWidget:
        card = Card(padding=18, spacing=10)
        card.add_heading(self._say("pair_title"))
        if page.reason:
            card.body.addWidget(IconLabel(page.reason, icon="users", tone=Tone.WARN))
        card.body.addWidget(Label(self._say("pair_quiet"), role=TextRole.SMALL, tone="ink2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(14)
        for (name, detail), key in ((page.stands, "pair_stands"), (page.other, "pair_other")):
            row.addWidget(Avatar(name, tone=Tone.PRIMARY if key == "pair_stands" else Tone.OFF))
            row.addWidget(TwoLines(f"{self._say(key)}：{name}", detail), 1)
        swap = Button(self._say("pair_swap"), kind=ButtonKind.GHOST, icon="repeat")
        swap.clicked.connect(self.swapped)
        row.addWidget(swap)
        card.body.addLayout(row)
        return card

    def _line(self, line: PairLine, page: PairPage) -> QWidget:
        card = Card(padding=18, spacing=8)
        card.body.addWidget(Label(line.title, role=TextRole.LABEL, wrap=True))
        options = [OptionRadio(line.stands), OptionRadio(line.other)]
        options[int(line.takes_other)].setChecked(True)
        for option, (name, _), key in zip(
            options, (page.stands, page.other), ("pair_stands", "pair_other"), strict=True
        ):
            said = (line.title, self._say(key), name, line.note)
            option.setAccessibleDescription("，".join(filter(None, said)))
        options[1].toggled.connect(lambda is_on, group=line.group: self.chosen.emit(group, is_on))
        grid = OptionGrid(options, columns=self._columns)
        self._grids.append(grid)
        card.body.addWidget(grid)
        if line.note:
            card.body.addWidget(IconLabel(line.note, icon="info", tone=Tone.INFO))
        return card

    def _footer(self) -> QWidget:
        footer = DockedFooter()
        back = Button(self._say("pair_leave"), icon="arrow-left")
        back.clicked.connect(self.left)
        join = Button(self._say("pair_join"), kind=ButtonKind.PRIMARY, icon="check")
        join.clicked.connect(self.confirmed)
        footer.row.addWidget(back)
        footer.row.addStretch(1)
        footer.row.addWidget(join)
        return footer

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.record.{key}")
