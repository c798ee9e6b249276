"""News come while somebody is in the middle of a page: what is built anew under the hands stays in them."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.components.buttons import Button
from desktop.components.page import ScrollBody
from desktop.components.row_list import RowList

VILLAGERS = tuple(f"villager {number}" for number in range(40))


def field(name: str, text: str = "") -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    return line


def buttons(names: Sequence[str]) -> list[QWidget]:
    return [Button(name) for name in names]


def focused(rows: RowList) -> QWidget:
    control = rows.window().focusWidget()
    assert control.isVisible()
    return control


@pytest.fixture
def scroll(dressed: QApplication, qtbot: QtBot) -> ScrollBody:
    scroll = ScrollBody()
    scroll.resize(300, 200)
    qtbot.addWidget(scroll)
    scroll.show()
    return scroll


@pytest.fixture
def rows(scroll: ScrollBody) -> RowList:
    rows = RowList()
    scroll.body.addWidget(rows)
    return rows


def test_a_button_keeps_the_focus_when_its_row_moves_down(rows: RowList) -> None:
    rows.show_rows(buttons(VILLAGERS[1:3]))
    rows.findChildren(Button)[1].setFocus()

    rows.show_rows(buttons(VILLAGERS[:3]))

    held = focused(rows)
    assert isinstance(held, Button)
    assert held.text() == VILLAGERS[2]


def test_where_the_row_is_gone_the_next_of_its_kind_takes_the_focus(rows: RowList) -> None:
    rows.show_rows(buttons(VILLAGERS[:3]))
    rows.findChildren(Button)[1].setFocus()

    rows.show_rows(buttons([VILLAGERS[0], VILLAGERS[2]]))

    held = focused(rows)
    assert isinstance(held, Button)
    assert held.text() == VILLAGERS[2]


def test_the_cursor_stays_in_the_middle_of_a_word(rows: RowList, qtbot: QtBot) -> None:
    rows.show_rows([field("name"), field("reason", "called at home")])
    line = rows.findChildren(QLineEdit)[1]
    line.setFocus()
    line.setCursorPosition(6)

    rows.show_rows([field("name"), field("reason", "called at home")])
    held = focused(rows)
    assert isinstance(held, QLineEdit)
    QTest.keyClicks(held, "!")

    assert held.text() == "called! at home"


def test_whoever_scrolled_reads_on_where_they_were(scroll: ScrollBody, rows: RowList, qtbot: QtBot) -> None:
    rows.show_rows(buttons(VILLAGERS))
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 400)
    rows.findChildren(Button)[0].setFocus()
    scroll.verticalScrollBar().setValue(300)

    rows.show_rows(buttons(VILLAGERS))

    assert focused(rows) is rows.findChildren(Button)[-len(VILLAGERS)]
    assert scroll.verticalScrollBar().value() == 300


def test_rows_take_no_focus_from_elsewhere(scroll: ScrollBody, rows: RowList) -> None:
    elsewhere = field("search")
    scroll.body.insertWidget(0, elsewhere)
    elsewhere.show()
    rows.show_rows(buttons(VILLAGERS[:3]))
    elsewhere.setFocus(Qt.FocusReason.OtherFocusReason)

    rows.show_rows(buttons(VILLAGERS[:2]))

    assert focused(rows) is elsewhere
