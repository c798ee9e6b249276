"""What a form asks a question to look like: each appearance has its own field, and answers what it shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.components.labels import Label
from desktop.components.option_card import OptionRadio
from desktop.form_entry.questions.counter import CounterInput
from desktop.form_entry.questions.note import NoteInput
from desktop.form_entry.questions.range import RangeInput, figures_between
from desktop.form_entry.questions.select_one import SelectOneCards, SelectOneList
from desktop.form_entry.questions.text import TextInput
from tests.desktop.any_form import OpenForm, one_page, show
from tests.desktop.appearance_screens import appearing, between
from tests.desktop.form_screens import line
from tests.scenario.form_scenario import bind

Q = "/data/q"


def opened(qtbot: QtBot, question: str, kind: str = "string") -> OpenForm:
    return show(qtbot, one_page("<q/>", bind("q", type=kind), body=(question,)))


def test_choices_nobody_made_are_drawn_as_wrong_once_the_page_was_left(
    qtbot: QtBot, dressed: QApplication
) -> None:
    needed = bind("q", required="true()")
    form = show(qtbot, one_page("<q/>", needed, body=(appearing("q", "满意吗", ["是", "否"]),)))
    before = [card.is_invalid for card in form.panel(Q).input.findChildren(OptionRadio)]
    form.page.presenter.go_on()
    form.page.presenter.change_answer(Q)
    left = [card.is_invalid for card in form.panel(Q).input.findChildren(OptionRadio)]

    QTest.keyClick(form.panel(Q).input.findChildren(OptionRadio)[0], Qt.Key.Key_1)

    mended = [card.is_invalid for card in form.panel(Q).input.findChildren(OptionRadio)]
    assert (before, left, mended) == ([False, False], [True, True], [False, False])
    assert form.value(Q) == "v1"


def test_a_counter_counts_by_press_and_stops_at_nothing(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, line("q", "家里几口人", "counter"), "int")
    counter = form.panel(Q).input
    assert isinstance(counter, CounterInput)

    counter.more.click()
    counter.more.click()
    twice = form.value(Q)
    counter.fewer.click()
    counter.fewer.click()
    counter.fewer.click()

    assert (twice, form.value(Q), counter.field.text()) == ("2", "0", "0")
    assert counter.more.accessibleName() == "家里几口人 多一个"


def test_what_is_typed_unseen_stays_unseen_on_the_review(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, line("q", "取件密码", "masked"))
    field = form.panel(Q).input
    assert isinstance(field, TextInput)
    QTest.keyClicks(field.field, "4711")

    shown = field.field.displayText()
    form.page.presenter.go_on()

    assert field.field.echoMode() is QLineEdit.EchoMode.Password
    assert "4711" not in shown
    words = [label.text() for label in form.page.view.findChildren(Label) if label.isVisible()]
    assert "••••••" in words
    assert "4711" not in " ".join(words)


def test_thousands_are_grouped_to_be_read_and_not_kept(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, line("q", "每月工资", "thousands-sep"), "int")
    form.page.presenter.answer(Q, "1,250,000")

    resumed = form.reopen().panel(Q).input

    assert form.value(Q) == "1250000"
    assert isinstance(resumed, TextInput)
    assert resumed.field.text() == "1,250,000"


def test_a_rating_is_chosen_by_a_number_key(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, between("q", "服务打几分", 5, "rating"), "int")
    cards = form.panel(Q).input
    assert isinstance(cards, SelectOneCards)

    QTest.keyClick(cards.findChildren(OptionRadio)[0], Qt.Key.Key_4)

    assert form.value(Q) == "4"
    again = form.reopen().panel(Q).input.findChildren(OptionRadio)
    assert [card.isChecked() for card in again] == [False, False, False, True, False]


def test_a_picker_lists_its_figures(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, between("q", "每天几小时", 12, "picker"), "int")
    answer = form.panel(Q).input
    assert isinstance(answer, SelectOneList)

    answer.field.setCurrentIndex(7)
    answer.field.activated.emit(7)

    assert (answer.field.count(), form.value(Q)) == (12, "8")


@pytest.mark.parametrize(
    "binds",
    [{"start": "0", "end": "1", "step": "0.1"}, {"start": "0", "end": "100000"}, {"start": "a", "step": "b"}],
    ids=["parts", "too many", "no numbers"],
)
def test_a_range_of_other_figures_stays_a_slider(binds: dict[str, str]) -> None:
    assert len(figures_between(binds)) in (0, 11)


def test_a_rating_of_parts_stays_a_slider(qtbot: QtBot, dressed: QApplication) -> None:
    question = between("q", "打几分", 5, "rating").replace('step="1"', 'step="0.5"')
    form = opened(qtbot, question, "decimal")

    assert isinstance(form.panel(Q).input, RangeInput)


def test_the_head_of_a_table_is_words_to_read_and_not_a_question(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, appearing("q", "满意吗", ["是", "否"], "label"))

    assert isinstance(form.panel(Q).input, NoteInput)


def test_packed_choices_stand_in_as_few_rows_as_fit(qtbot: QtBot, dressed: QApplication) -> None:
    form = opened(qtbot, appearing("q", "每周哪天", list("一二三四五六日"), "columns-pack"))
    cards = form.panel(Q).input.findChildren(OptionRadio)

    qtbot.waitUntil(lambda: len({card.y() for card in cards}) == 1)
