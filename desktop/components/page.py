"""The frame of a page: a scrolling body between a docked header and a docked footer.

Laptops of 1366x768 leave 690 pixels, a quarter more magnification leaves 552: every
body scrolls, and the button that matters stays where it is.
"""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.components.card import surface

# What scrolls cuts off what stands out of it: margins in which the ring around a control is whole.
RING_ROOM: Final = (5, 5, 5, 5)


class ScrollBody(QScrollArea):
    """Scrolls up and down only; `body` is the layout to fill."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 14) -> None:
        super().__init__()
        # One of our own, which paints no ground: asked for Qt's, PySide6 loads every kind of widget there is.
        self.setViewport(QWidget())
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("surface", "clear")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        """Ask for the width of what is inside: nothing scrolls sideways, so what is not given is lost."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.body.minimumSize().width() + bar, super().minimumSizeHint().height())


class DockedFooter(QWidget):
    """The action bar at the bottom of a page; `row` is the layout to fill."""

    def __init__(self) -> None:
        super().__init__()
        ground = surface("footer")
        self.row = QHBoxLayout(ground)
        self.row.setContentsMargins(20, 9, 20, 9)
        self.row.setSpacing(14)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
