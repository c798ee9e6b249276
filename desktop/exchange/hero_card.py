"""The state of the exchange in large: title, sentence, a bar, the five steps and one button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.progress import ProgressBar
from desktop.exchange.exchange_page import Hero, HeroAct, Stage, StageState
from desktop.tokens import TextRole, Tone
from resources.words import Words

_MARKS = {
    StageState.DONE: ("circle-check", Tone.OK),
    StageState.CURRENT: ("loader", Tone.PRIMARY),
    StageState.AHEAD: ("circle", "ink3"),
}


class HeroCard(Card):
    """`act_chosen` carries what the button means at that moment."""

    act_chosen = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__(padding=20, spacing=14)
        self._act_now = HeroAct.SYNC
        self._tile = IconTile("cloud-upload", size=56)
        self._title = Label(role=TextRole.H2, wrap=True)
        self._quiet = Label(role=TextRole.BODY, tone="ink2", wrap=True)
        self._button = Button("", kind=ButtonKind.PRIMARY)
        self._button.clicked.connect(lambda: self.act_chosen.emit(str(self._act_now)))
        self._bar = ProgressBar(name=words.text("screens.pages.sync"), thickness=12)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self._title)
        lines.addWidget(self._quiet)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(lines, 1)
        top.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._stages = QHBoxLayout()
        self._marks: list[IconLabel] = []
        self.body.addLayout(top)
        self.body.addWidget(self._bar)
        self.body.addLayout(self._stages)

    def show_hero(self, hero: Hero) -> None:
        self._act_now = hero.act
        self._title.setText(hero.title)
        self._quiet.setText(hero.quiet)
        self._tile.show_icon(hero.icon, tone=hero.tone)
        self._bar.set_share(hero.share)
        self._button.set_text(hero.act_text)
        is_sync = hero.act is HeroAct.SYNC
        self._button.set_key_hint("F5" if is_sync else "")
        self._button.set_kind(ButtonKind.DEFAULT if hero.act is HeroAct.PAUSE else ButtonKind.PRIMARY)

    def show_stages(self, stages: Sequence[Stage]) -> None:
        if not self._marks:
            for place, stage in enumerate(stages):
                if place:
                    self._stages.addStretch(1)
                self._stages.addWidget(self._mark(stage.word))
        for mark, stage in zip(self._marks, stages, strict=True):
            icon, tone = _MARKS[stage.state]
            mark.show_status(stage.word, icon=icon, tone=tone)

    def _mark(self, word: str) -> QWidget:
        mark = IconLabel(word, icon="circle", role=TextRole.SMALL, wrap=False)
        self._marks.append(mark)
        return mark
