"""本月入户进度: a ring with figures, the week, and how complete the records are."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.progress import ProgressBar, ProgressRing
from desktop.today.today_page import Progress
from desktop.tokens import TextRole, Tone
from resources.words import Words


class ProgressCard(Card):
    """No ranking and no goal but the village's own households."""

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=8)
        title = words.text("screens.today.progress_title")
        self.add_heading(title)
        self._ring = ProgressRing(name=title, size=118)
        self._week = ProgressBar(name=words.text("screens.today.this_week"))
        self._complete = ProgressBar(name=words.text("screens.today.complete"), tone=Tone.OK)
        self._week_figure = Label(role=TextRole.STRONG)
        self._complete_figure = Label(role=TextRole.STRONG)
        bars = QVBoxLayout()
        bars.setSpacing(6)
        bars.addStretch(1)
        for key, figure, bar in (
            ("screens.today.this_week", self._week_figure, self._week),
            ("screens.today.complete", self._complete_figure, self._complete),
        ):
            line = QHBoxLayout()
            line.addWidget(Label(words.text(key), role=TextRole.SMALL, tone="ink2"))
            line.addStretch(1)
            line.addWidget(figure)
            bars.addLayout(line)
            bars.addWidget(bar)
            bars.addSpacing(4)
        bars.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._ring)
        row.addLayout(bars, 1)
        self.body.addLayout(row)

    def show_progress(self, progress: Progress) -> None:
        self._ring.set_share(progress.share, figures=progress.figures)
        self._week.set_share(progress.week_share)
        self._week_figure.setText(progress.week)
        self._complete.set_share(progress.complete_share)
        self._complete_figure.setText(progress.complete)
