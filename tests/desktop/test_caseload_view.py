"""The list under the fingers: what is not on the screen is not read, and no key needs the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.caseload.caseload_screen import ListedPerson
from desktop.caseload.caseload_view import CaseloadView
from desktop.caseload.reveal_prompt import RevealPrompt
from desktop.tokens import Tone
from resources.words import Words

MANY = tuple(f"p-{number:06}" for number in range(100_000))


def listed(person_id: str) -> ListedPerson:
    tone = Tone.OFF
    return ListedPerson(person_id, person_id, "", "", "", "", tone, "", "circle", tone)


@pytest.fixture
def view(dressed: QApplication, qtbot: QtBot) -> CaseloadView:
    view = CaseloadView(Words("zh_CN"))
    view.resize(1100, 560)
    qtbot.addWidget(view)
    view.show()
    view.search.setFocus()
    return view


def test_of_a_hundred_thousand_only_those_on_the_screen_are_read(view: CaseloadView, qtbot: QtBot) -> None:
    wanted: list[str] = []
    view.rows_wanted.connect(wanted.extend)

    view.show_ids(MANY)
    qtbot.waitUntil(lambda: bool(wanted))

    assert len(wanted) <= 120
    assert view.model.rowCount() == 100_000


def test_the_end_of_the_list_is_read_when_somebody_goes_there(view: CaseloadView, qtbot: QtBot) -> None:
    wanted: list[str] = []
    view.show_ids(MANY)
    qtbot.waitUntil(lambda: not view.model._asking.isActive())
    view.rows_wanted.connect(wanted.extend)

    qtbot.waitUntil(lambda: view.list.verticalScrollBar().maximum() > 99_000 * 60)
    view.list.scrollToBottom()
    qtbot.waitUntil(lambda: MANY[-1] in wanted)

    assert MANY[50_000] not in wanted


def test_typing_asks_once_when_the_fingers_rest(view: CaseloadView, qtbot: QtBot) -> None:
    asked: list[str] = []
    view.searched.connect(asked.append)

    QTest.keyClicks(view.search, "hzh")
    qtbot.waitUntil(lambda: bool(asked))

    assert asked == ["hzh"]


def test_arrows_move_and_enter_opens_without_leaving_the_search(view: CaseloadView, qtbot: QtBot) -> None:
    opened: list[str] = []
    chosen: list[str] = []
    view.record_chosen.connect(opened.append)
    view.person_chosen.connect(chosen.append)
    view.show_ids(MANY[:5])
    view.show_rows(tuple(map(listed, MANY[:5])))

    QTest.keyClick(view.search, Qt.Key.Key_Down)
    QTest.keyClick(view.search, Qt.Key.Key_Down)
    QTest.keyClick(view.search, Qt.Key.Key_Return)

    assert chosen == list(MANY[:3])
    assert opened == [MANY[2]]


def test_escape_empties_the_search_at_once(view: CaseloadView, qtbot: QtBot) -> None:
    asked: list[str] = []
    view.search.setText("黄")
    view.searched.connect(asked.append)

    QTest.keyClick(view.search, Qt.Key.Key_Escape)

    assert view.search.text() == ""
    assert asked == [""]


def test_whoever_is_chosen_stays_chosen_when_the_list_is_read_again(view: CaseloadView) -> None:
    view.show_ids(MANY[:9])
    view.list.setCurrentIndex(view.model.index(4, 0))

    view.show_ids(MANY[2:9])

    assert view.model.id_at(view.list.currentIndex()) == MANY[4]


def test_a_screen_reader_hears_the_row_as_one_sentence(view: CaseloadView) -> None:
    view.show_ids(MANY[:1])
    view.show_rows((listed(MANY[0]),))

    said = view.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert said == MANY[0]


def test_the_purpose_is_asked_before_anything_is_shown(view: CaseloadView, qtbot: QtBot) -> None:
    asked: list[str] = []
    prompt = RevealPrompt(Words("zh_CN"))
    qtbot.addWidget(prompt)
    prompt.show()
    prompt.asked.connect(asked.append)
    prompt.button.click()
    assert not prompt.confirm.isEnabled()

    prompt.purpose.setText("核对")
    QTest.keyClick(prompt.purpose, Qt.Key.Key_Return)

    assert asked == ["核对"]


def test_a_new_person_is_begun_by_key(view: CaseloadView, qtbot: QtBot) -> None:
    begun: list[bool] = []
    view.new_person_wanted.connect(lambda: begun.append(True))

    view.begin_person()

    assert begun == [True]
    assert view.new_person.isVisible()
    QTest.keyClick(view.new_person, Qt.Key.Key_Escape)
    assert not view.new_person.isVisible()
