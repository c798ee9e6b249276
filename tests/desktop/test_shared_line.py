"""Buttons of one weight stand side by side, and under each other where one of them would be cut."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.components.buttons import Button
from desktop.components.shared_line import SharedLine


@pytest.fixture
def line(dressed: QApplication, qtbot: QtBot) -> QWidget:
    panel = QWidget()
    shared = SharedLine(panel, spacing=10)
    for text in ("New household", "Type it"):
        shared.addWidget(Button(text))
    qtbot.addWidget(panel)
    return panel


def stand(line: QWidget, width: int) -> list[tuple[int, int, int]]:
    """Give left, top and width of each button in a window of this width."""
    layout = line.layout()
    assert layout is not None
    line.resize(width, layout.heightForWidth(width))
    layout.activate()
    return [(each.x(), each.y(), each.width()) for each in line.findChildren(Button)]


def test_both_are_as_wide_as_half_the_line(line: QWidget) -> None:
    assert stand(line, 610) == [(0, 0, 300), (310, 0, 300)]


def test_without_room_they_stand_under_each_other_over_the_whole_width(line: QWidget) -> None:
    first, second = stand(line, 200)

    assert (first, second[0], second[2]) == ((0, 0, 200), 0, 200)
    assert second[1] >= 48


def test_the_line_asks_for_no_more_than_its_widest_button(line: QWidget) -> None:
    layout = line.layout()
    assert layout is not None
    widest = max(button.minimumSizeHint().width() for button in line.findChildren(Button))

    assert layout.minimumSize().width() == widest
