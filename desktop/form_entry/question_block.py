"""Questions that stand together, in two columns, with or without a ground of their own."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.components.card import surface
from desktop.form_entry.question_panel import QuestionPanel


class QuestionBlock:
    """Short answers stand two beside each other, cards take the width; what does not apply closes up."""

    def __init__(self, references: Sequence[str], *, is_follow_up: bool, parent: QWidget) -> None:
        self.references = tuple(references)
        self.frame: QWidget = surface("follow-up", parent=parent) if is_follow_up else QFrame(parent)
        self.frame.hide()
        self._shown: tuple[QuestionPanel, ...] = ()
        self._row = self._column = 0
        self._grid = QGridLayout(self.frame)
        side = 18 if is_follow_up else 0
        self._grid.setContentsMargins(side, side - 2 if side else 0, side, side)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(18)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def arrange(self, built: Mapping[str, QuestionPanel]) -> None:
        """Put what applies into its cells; nothing moves that stands where it stood before."""
        panels = [built[reference] for reference in self.references if reference in built]
        wanted = tuple(panel for panel in panels if panel.is_wanted)
        if wanted == self._shown:
            return
        if wanted[: len(self._shown)] != self._shown:
            for panel in self._shown:
                self._grid.removeWidget(panel)
                panel.setVisible(panel.is_wanted)
            self._shown, self._row, self._column = (), 0, 0
        for panel in wanted[len(self._shown) :]:
            self._place(panel)
        self._shown = wanted
        self.frame.setVisible(bool(wanted))

    def _place(self, panel: QuestionPanel) -> None:
        if panel.is_wide:
            self._row += self._column > 0
            self._grid.addWidget(panel, self._row, 0, 1, 2)
            self._row, self._column = self._row + 1, 0
        else:
            self._grid.addWidget(panel, self._row, self._column)
            self._row, self._column = self._row + self._column, 1 - self._column
        panel.show()
