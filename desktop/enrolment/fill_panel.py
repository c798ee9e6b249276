"""The last page: how far joining and the first records are, with a bar, four stops and figures."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.components.badge import IconTile
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.progress import ProgressBar
from desktop.enrolment.wizard_page import FillPage, StepState
from desktop.tokens import TextRole, Tone
from resources.words import Words

_MARKS = {
    StepState.DONE: ("circle-check", Tone.OK),
    StepState.CURRENT: ("loader", Tone.PRIMARY),
    StepState.AHEAD: ("circle", "ink3"),
}


_TILES: Final = {
    "done": ("cloud-check", Tone.OK),
    "refused": ("circle-alert", Tone.DANGER),
    "under way": ("cloud-upload", Tone.PRIMARY),
}


def _ending(page: FillPage) -> str:
    if page.is_refused:
        return "refused"
    return "done" if page.stages[-1].state is StepState.DONE else "under way"


class FillPanel(ScrollBody):
    """Shows what the presenter says."""

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=14)
        self._tile = IconTile("cloud-upload", size=56)
        self._title = Label(role=TextRole.H2, wrap=True)
        self._quiet = Label(role=TextRole.BODY, tone="ink2", wrap=True)
        self._bar = ProgressBar(name=words.text("screens.enrolment.step_fill"), thickness=12)
        self._figures = Label(role=TextRole.BODY, wrap=True)
        self.trouble = IconLabel("", icon="cloud-off", tone=Tone.WARN, role=TextRole.BODY)
        self.trouble.hide()
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self._title)
        lines.addWidget(self._quiet)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(self._tile)
        top.addLayout(lines, 1)
        self._stages = QHBoxLayout()
        self._marks: list[IconLabel] = []
        card = Card(padding=28, spacing=18)
        card.body.addLayout(top)
        card.body.addWidget(self._bar)
        card.body.addLayout(self._stages)
        card.body.addWidget(self._figures)
        card.body.addWidget(self.trouble)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_page(self, page: FillPage) -> None:
        self._title.setText(page.title)
        self._quiet.setText(page.quiet)
        self._bar.set_share(page.share)
        self._figures.setText(page.figures)
        self._figures.setVisible(bool(page.figures))
        self.trouble.setVisible(bool(page.trouble))
        self.trouble.show_status(
            page.trouble,
            icon="arrow-right" if page.is_refused else "cloud-off",
            tone=Tone.OFF if page.is_refused else Tone.WARN,
        )
        icon, tone = _TILES[_ending(page)]
        self._tile.show_icon(icon, tone=tone)
        while len(self._marks) < len(page.stages):
            if self._marks:
                self._stages.addStretch(1)
            mark = IconLabel("", icon="circle", role=TextRole.SMALL, wrap=False)
            self._stages.addWidget(mark)
            self._marks.append(mark)
        for mark, stage in zip(self._marks, page.stages, strict=True):
            shape, ink = _MARKS[stage.state]
            if page.is_refused and stage.state is StepState.CURRENT:
                shape, ink = "circle-alert", Tone.DANGER
            mark.show_status(stage.word, icon=shape, tone=ink)
