"""The page 同步: the hero, the queue, the facts of the connection, the stick, and what passed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.components.card import Card
from desktop.components.fact_row import FactRow
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.row_list import RowList
from desktop.exchange.courier_card import CourierCard
from desktop.exchange.exchange_page import CourierPage, Fact, Hero, QueueLine, Stage
from desktop.exchange.hero_card import HeroCard
from desktop.exchange.queue_card import QueueCard
from desktop.shell.layout import WindowLayout
from desktop.tokens import GAP, TextRole
from resources.words import Words


class ExchangeView(QWidget):
    """Shows what the presenter says and reports the one act."""

    act_chosen = Signal(str)  # a HeroAct
    fix_chosen = Signal(str)  # the id of a piece of work that came back
    aside_chosen = Signal(str)
    retry_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._hero = HeroCard(words)
        self._hero.act_chosen.connect(self.act_chosen)
        self._queue = QueueCard(words)
        self._queue.fix_chosen.connect(self.fix_chosen)
        self._queue.aside_chosen.connect(self.aside_chosen)
        self._queue.retry_chosen.connect(self.retry_chosen)
        connection = Card(spacing=6)
        connection.add_heading(words.text("screens.exchange.connection_title"))
        self._facts = RowList(spacing=4)
        connection.body.addWidget(self._facts)
        traffic = Card(spacing=6)
        self._traffic = RowList(spacing=4)
        traffic.body.addWidget(self._traffic)
        note = words.text("screens.exchange.traffic_note")
        traffic.body.addWidget(Label(note, role=TextRole.FLOOR, tone="ink2", wrap=True))
        self.courier = CourierCard(words)
        side = QVBoxLayout()
        side.setSpacing(GAP)
        side.addWidget(connection)
        side.addWidget(self.courier)
        side.addWidget(traffic)
        side.addStretch(1)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(GAP)
        self._lower.addWidget(self._queue, 67)
        self._lower.addLayout(side, 33)
        self._scroll = scroll = ScrollBody(spacing=GAP)
        scroll.body.addWidget(self._hero)
        scroll.body.addLayout(self._lower, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_hero(self, hero: Hero) -> None:
        self._hero.show_hero(hero)

    def show_stages(self, stages: Sequence[Stage]) -> None:
        self._hero.show_stages(stages)

    def show_queue(self, lines: Sequence[QueueLine], *, count: str) -> None:
        self._queue.show_queue(lines, count=count)

    def look_at_returned(self) -> None:
        """Bring what came back into sight, with the keys on the first act."""
        act = self._queue.first_act()
        if act is not None:
            self._scroll.ensureWidgetVisible(act)
            act.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self._facts.show_rows([FactRow(fact.name, fact.value) for fact in facts])

    def show_traffic(self, facts: Sequence[Fact]) -> None:
        self._traffic.show_rows([FactRow(fact.name, fact.value) for fact in facts])

    def offer_retry(self, *, is_offered: bool) -> None:
        self._queue.offer_retry(is_offered=is_offered)

    def show_courier(self, page: CourierPage) -> None:
        """Show what the stick does; what came of it is brought into sight of whoever still is at its card."""
        self.courier.show_page(page)
        if page.lines and self.courier.isAncestorOf(self.window().focusWidget()):
            QTimer.singleShot(0, self.courier, lambda: self._scroll.ensureWidgetVisible(self.courier))

    def adapt(self, layout: WindowLayout) -> None:
        direction = QBoxLayout.Direction
        self._lower.setDirection(direction.TopToBottom if layout.is_compact else direction.LeftToRight)
