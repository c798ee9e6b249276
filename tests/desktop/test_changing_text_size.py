"""Larger text comes at once: no widget is dressed over and over because it lies deep in a page."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.theme import apply_theme, current_theme


class Counted(QWidget):
    """Counts how often it was told that it is dressed anew."""

    def __init__(self, inner: QWidget | None = None) -> None:
        super().__init__()
        self.dressed = 0
        if inner is not None:
            QVBoxLayout(self).addWidget(inner)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.dressed += event.type() == QEvent.Type.StyleChange


@pytest.fixture
def nest(dressed: QApplication) -> Iterator[tuple[Counted, Counted]]:
    """Give the outermost and the innermost of ten widgets in each other."""
    innermost = one = Counted()
    for _ in range(9):
        one = Counted(one)
    one.show()
    yield one, innermost
    one.close()
    shiboken6.delete(one)
    apply_theme(dressed)


def test_innermost_widget_is_dressed_as_often_as_the_outermost(
    dressed: QApplication, nest: tuple[Counted, Counted]
) -> None:
    outermost, innermost = nest
    outermost.dressed = innermost.dressed = 0

    apply_theme(dressed, percent=150)

    assert outermost.dressed == innermost.dressed > 0


def test_the_size_that_is_worn_already_is_not_put_on_again(
    dressed: QApplication, nest: tuple[Counted, Counted]
) -> None:
    apply_theme(dressed, percent=150)
    nest[0].dressed = 0

    apply_theme(dressed, percent=150)

    assert nest[0].dressed == 0
    assert current_theme().percent == 150
