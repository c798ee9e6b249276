"""入户走访: how much of the register was visited, the houses, and what was met at the one at hand."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop.caseload.caseload_delegate import CaseloadDelegate
from desktop.caseload.caseload_model import CaseloadModel
from desktop.caseload.caseload_screen import FilterPill, ListedPerson
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card, divider
from desktop.components.chip import ChipButton
from desktop.components.kept_place import keeping_place, keeping_top_row
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.components.page import ScrollBody
from desktop.components.progress import ProgressBar
from desktop.components.rows import TwoLines
from desktop.components.two_panes import TwoPanes
from desktop.shell.layout import WindowLayout
from desktop.tasks.empty_houses import EmptyHouses
from desktop.tasks.rounds_presenter import HousePage
from desktop.tokens import TextRole, Tone
from resources.words import Words


class RoundsView(QWidget):
    """Implements `RoundsScreen`."""

    filter_chosen = Signal(str)
    house_chosen = Signal(str)
    recorded = Signal(str, int)  # the outcome, and in how many days somebody goes again (0: not planned)
    collect_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._coverage = Label(role=TextRole.H3)
        self._quiet = Label(role=TextRole.SMALL, tone="ink2")
        self.bar = ProgressBar(name=words.text("screens.rounds.title"))
        self._pills: dict[str, ChipButton] = {}
        self._pill_row = QHBoxLayout()
        self._pill_row.setSpacing(8)
        self._pill_row.addStretch(1)
        self.model = CaseloadModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(CaseloadDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(words.text("screens.rounds.houses"))
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.outcomes: OptionGrid | None = None
        self.again: OptionGrid | None = None
        self.save: Button | None = None
        self.list.activated.connect(self._open_house)
        self.list.clicked.connect(self._open_house)
        self._page: HousePage | None = None
        self._panel: QWidget = Card()
        beside = self._beside_whole = QWidget()
        self._beside = QVBoxLayout(beside)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.addWidget(self._panel)
        houses = Card(padding=1, spacing=0)
        self.empty = EmptyHouses(words)
        # Over the list, which stays where it is and keeps the focus.
        over = QGridLayout()
        over.addWidget(self.list, 0, 0)
        over.addWidget(self.empty, 0, 0)
        houses.body.addLayout(over, 1)
        self.panes = TwoPanes(houses, beside, back=words.text("screens.rounds.back"), shares=(9, 6))
        self.panes.closed.connect(self.list.setFocus)
        self.panes.opened.connect(self._make_room)
        self.panes.closed.connect(self._make_room)
        self.setFocusProxy(self.list)
        self._head = head = Card(padding=14, spacing=6)
        line = QHBoxLayout()
        line.addWidget(self._coverage)
        line.addStretch(1)
        line.addWidget(self._quiet)
        head.body.addLayout(line)
        head.body.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(head)
        column.addLayout(self._pill_row)
        column.addWidget(self.panes, 1)

    def show_coverage(self, sentence: str, quiet: str, share: float) -> None:
        self._coverage.setText(sentence)
        self._quiet.setText(quiet)
        self.bar.set_share(share)

    def show_filters(self, pills: tuple[FilterPill, ...]) -> None:
        for pill in pills:
            if pill.key not in self._pills:
                button = ChipButton(pill.label)
                button.clicked.connect(lambda _=False, key=pill.key: self.filter_chosen.emit(key))
                self._pills[pill.key] = button
                self._pill_row.insertWidget(self._pill_row.count() - 1, button)
            self._pills[pill.key].show_status(pill.label, tone=Tone.PRIMARY if pill.is_on else Tone.OFF)

    def show_houses(self, houses: tuple[ListedPerson, ...], *, chosen: str | None) -> None:
        if chosen == self.model.id_at(self.list.currentIndex()):
            with keeping_top_row(self.list, id_at=self.model.id_at, row_of=self.model.row_of):
                self._show_houses(houses, chosen)
        else:
            self._show_houses(houses, chosen)

    def show_empty(self, *, is_register_empty: bool) -> None:
        """Say in the place of the list why nobody is in it."""
        self.empty.say(is_register_empty=is_register_empty)

    def _show_houses(self, houses: tuple[ListedPerson, ...], chosen: str | None) -> None:
        self.empty.setHidden(bool(houses))
        self.model.show_ids(tuple(house.id for house in houses))
        self.model.show_rows(houses)
        row = None if chosen is None else self.model.row_of(chosen)
        self.list.setCurrentIndex(QModelIndex() if row is None else self.model.index(row, 0))

    def show_house(self, page: HousePage | None) -> None:
        if page is not None and page == self._page:
            return  # the same news again: what is chosen here already stays
        chosen = self._chosen_here() if page and self._page and page.id == self._page.id else ()
        self._page = page
        with keeping_place(self._beside_whole):
            panel = self._empty_panel() if page is None else self._house_panel(page)
            for radio in chosen:
                self._radios()[radio].setChecked(True)
            self._beside.replaceWidget(self._panel, panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = panel
            panel.show()

    def _radios(self) -> list[QAbstractButton]:
        grids = [grid for grid in (self.outcomes, self.again) if grid is not None]
        return [card for grid in grids for card in grid.cards]

    def _chosen_here(self) -> tuple[int, ...]:
        """Name what is ticked, to be ticked again where news change something else of the same house."""
        return tuple(place for place, radio in enumerate(self._radios()) if radio.isChecked())

    def _empty_panel(self) -> QWidget:
        self.outcomes = self.again = self.save = None
        return QWidget()

    def _house_panel(self, page: HousePage) -> QWidget:
        card = Card(padding=20, spacing=10)
        card.body.addWidget(TwoLines(page.address, f"{page.detail} · {page.last}", role=TextRole.H3))
        card.body.addWidget(divider())
        scroll = ScrollBody(spacing=10)
        scroll.body.addWidget(Label(self._say("what_was_met"), role=TextRole.STRONG))
        radios = [
            OptionRadio(text, key_number=place) for place, (_, text) in enumerate(page.outcomes, start=1)
        ]
        self.outcomes = OptionGrid(radios, columns=self._columns())
        scroll.body.addWidget(self.outcomes)
        scroll.body.addWidget(Label(self._say("when_again"), role=TextRole.STRONG))
        days = [OptionRadio(self._say("not_planned")), *(OptionRadio(text) for _, text in page.again)]
        days[0].setChecked(True)
        self.again = OptionGrid(days, columns=self._columns())
        scroll.body.addWidget(self.again)
        scroll.body.addStretch(1)
        card.body.addWidget(scroll, 1)
        card.body.addLayout(self._buttons(page, radios, days))
        return card

    def _buttons(self, page: HousePage, radios: list[OptionRadio], days: list[OptionRadio]) -> QHBoxLayout:
        save = Button(self._say("save"), kind=ButtonKind.PRIMARY, icon="save")
        save.setEnabled(False)
        for radio in radios:
            radio.toggled.connect(lambda _on: save.setEnabled(True))
        planned = (0, *(number for number, _ in page.again))

        def record() -> None:
            met = next(
                code for (code, _), radio in zip(page.outcomes, radios, strict=True) if radio.isChecked()
            )
            again = next(number for number, day in zip(planned, days, strict=True) if day.isChecked())
            self.recorded.emit(met, again)
            self.panes.close_beside()

        save.clicked.connect(record)
        collect = Button(self._say("collect"), icon="pencil")
        collect.setEnabled(page.may_collect)
        collect.clicked.connect(self.collect_chosen)
        self.save = save
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(collect, 1)
        row.addWidget(save, 1)
        return row

    def come_again(self) -> None:
        """The page was chosen while it is open: back to the list."""
        self.panes.close_beside()

    def adapt(self, layout: WindowLayout) -> None:
        self.panes.set_narrow(is_narrow=layout.is_narrow)
        self._make_room()
        for grid in (self.outcomes, self.again):
            if grid is not None:
                grid.set_columns(self._columns())

    def _make_room(self) -> None:
        """On a narrow window a house has the page to itself."""
        is_list_seen = not self.panes.is_listing_hidden
        self._head.setVisible(is_list_seen)
        for pill in self._pills.values():
            pill.setVisible(is_list_seen)

    def _open_house(self, _index: QModelIndex) -> None:
        """Go to the question what was met; on a narrow window it takes the place of the list."""
        self.panes.open_beside()
        if self.outcomes is not None:
            self.outcomes.cards[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, current: QModelIndex) -> None:
        house_id = self.model.id_at(current)
        if house_id is not None:
            self.house_chosen.emit(house_id)

    def _columns(self) -> int:
        return 3 if self.panes.is_narrow else 2

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.rounds.{key}")
