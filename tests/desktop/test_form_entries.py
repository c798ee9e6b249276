"""Entries of a repeat on the screen: cards, pages of their own, adding, removing and taking that back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.components.buttons import IconButton
from desktop.components.labels import Label
from desktop.form_entry.form_screen import EntryCard, RepeatCards, SectionState
from desktop.form_entry.questions.text import TextInput
from desktop.form_entry.repeat_panel import RepeatPanel
from forms import FormDefinition
from resources.words import Words
from tests.desktop.any_form import OpenForm, one_page, show
from tests.scenario.form_scenario import ask, bind, repeat

GROUP = '<group ref="/data/{0}"><label>{1}</label>{2}</group>'
MEMBER = "/data/house/member"


def household(*, count: str = "") -> FormDefinition:
    job = GROUP.format("house/member/job", "二、工作", ask("house/member/job/work"))
    inside = repeat("house/member", ask("house/member/name") + job, count=count)
    return one_page(
        "<house><people/><member><name/><job><work/></job></member></house><end><note/></end>",
        bind("house/people", type="int"),
        bind("house/member/name", required="true()"),
        body=(
            GROUP.format("house", "一、成员", ask("house/people") + inside),
            GROUP.format("end", "二、其他", ask("end/note")),
        ),
    )


@pytest.fixture
def home(qtbot: QtBot, dressed: QApplication) -> OpenForm:
    return show(qtbot, household())


def cards(home: OpenForm) -> RepeatPanel:
    return home.section.repeats[MEMBER]


def titles(home: OpenForm) -> list[str]:
    return [row.accessibleName() for row in cards(home).rows]


def add(home: OpenForm, name: str) -> None:
    """Add a member, give the name, and go back to the cards."""
    cards(home).add.click()
    write_name(home, name)
    home.page.presenter.go_back()


def write_name(home: OpenForm, name: str) -> None:
    panel = next(panel for reference, panel in home.section.panels.items() if reference.endswith("/name"))
    assert isinstance(panel.input, TextInput)
    QTest.keyClicks(panel.input.field, name)


def escape(home: OpenForm) -> None:
    focused = home.page.view.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)


def test_escape_closes_an_entry_and_stands_on_its_card(home: OpenForm) -> None:
    add(home, "An")
    cards(home).rows[1].click()
    home.page.presenter.go_on()
    escape(home)

    assert titles(home) == ["第 1 条", "第 2 条 · An"]
    assert home.page.view.focusWidget() is cards(home).rows[1]
    assert home.page.view.isVisible()


def test_escape_leaves_the_form_once_no_entry_is_open(home: OpenForm, qtbot: QtBot) -> None:
    cards(home).rows[0].click()
    write_name(home, "An")
    escape(home)
    kept = len(home.keeper.drafts)
    with qtbot.waitSignal(home.page.view.out_chosen):
        escape(home)

    assert titles(home) == ["第 1 条 · An"]
    assert kept > 0


def test_an_entry_is_a_card_and_not_a_row_of_questions(home: OpenForm) -> None:
    assert titles(home) == ["第 1 条"]
    assert list(home.section.panels) == ["/data/house/people"]


def test_an_added_entry_opens_at_its_first_question_and_its_name_is_on_its_card(home: OpenForm) -> None:
    cards(home).add.click()
    opened = list(home.section.panels)
    write_name(home, "Mei")
    home.page.presenter.go_back()

    assert opened == [f"{MEMBER}[2]/name"]
    assert titles(home) == ["第 1 条", "第 2 条 · Mei"]


def test_the_pages_of_an_entry_follow_each_other_and_lead_back_to_the_cards(home: OpenForm) -> None:
    cards(home).rows[0].click()
    write_name(home, "An")
    home.page.presenter.go_on()
    second = list(home.section.panels)
    home.page.presenter.go_on()

    assert second == [f"{MEMBER}[1]/job/work"]
    assert titles(home) == ["第 1 条 · An"]


def test_the_way_on_leads_into_an_entry_that_lacks_something_and_past_one_that_was_opened(
    home: OpenForm,
) -> None:
    home.page.presenter.go_on()
    inside = list(home.section.panels)
    home.page.presenter.go_back()
    home.page.presenter.go_on()

    assert inside == [f"{MEMBER}[1]/name"]
    assert list(home.section.panels) == ["/data/end/note"]


def test_a_removed_entry_comes_back_in_its_place_with_its_answers(home: OpenForm) -> None:
    cards(home).rows[0].click()
    write_name(home, "An")
    home.page.presenter.go_back()
    add(home, "Mei")
    cards(home).findChildren(IconButton)[0].click()
    without = titles(home)

    home.page.view.undo_chosen.emit()

    assert without == ["第 1 条 · Mei"]
    assert titles(home) == ["第 1 条 · An", "第 2 条 · Mei"]


def test_what_was_answered_since_is_never_taken_back_with_a_removal(home: OpenForm) -> None:
    add(home, "Mei")
    cards(home).findChildren(IconButton)[0].click()
    home.page.presenter.answer("/data/house/people", "1")

    home.page.view.undo_chosen.emit()

    assert home.value("/data/house/people") == "1"
    assert titles(home) == ["第 1 条 · Mei"]


def test_a_complaint_moves_up_with_its_entry(home: OpenForm) -> None:
    add(home, "Mei")
    cards(home).add.click()
    home.page.presenter.go_back()
    cards(home).findChildren(IconButton)[0].click()
    home.page.presenter.go_on()

    assert list(home.section.panels) == [f"{MEMBER}[2]/name"]


def test_typing_a_number_makes_that_many_cards_and_keeps_the_cursor(
    qtbot: QtBot, dressed: QApplication
) -> None:
    home = show(qtbot, household(count="/data/house/people"))
    counted = home.panel("/data/house/people")
    assert isinstance(counted.input, TextInput)
    counted.input.take_focus()

    QTest.keyClicks(counted.input.field, "3")

    assert titles(home) == ["第 1 条", "第 2 条", "第 3 条"]
    assert home.panel("/data/house/people") is counted
    assert not cards(home).add.isVisible()


def test_a_card_is_opened_by_the_keyboard(home: OpenForm) -> None:
    cards(home).rows[0].setFocus()

    QTest.keyClick(cards(home).rows[0], Qt.Key.Key_Space)

    assert list(home.section.panels) == [f"{MEMBER}[1]/name"]


def test_a_resumed_form_has_its_entries(home: OpenForm) -> None:
    add(home, "Mei")

    assert titles(home.reopen()) == ["第 1 条", "第 2 条 · Mei"]


def test_the_review_lists_each_entry_under_its_number(home: OpenForm) -> None:
    add(home, "Mei")
    home.page.presenter.go_to(2)

    headings = [label.text() for label in home.page.view.findChildren(Label)]
    assert {"成员 · 第 1 条", "成员 · 第 2 条"} <= set(headings)


def crowded(qtbot: QtBot) -> OpenForm:
    """Give a household of sixty, each with a card."""
    home = show(qtbot, household(count="/data/house/people"))
    home.page.presenter.answer("/data/house/people", "60")
    return home


def test_cards_in_sight_come_with_the_page_and_the_others_behind_it(
    qtbot: QtBot, dressed: QApplication
) -> None:
    home = crowded(qtbot)
    at_once = len(cards(home).rows)

    qtbot.waitUntil(lambda: len(cards(home).rows) == 60)

    assert 8 <= at_once < 20
    assert titles(home)[59] == "第 60 条"


def test_cards_that_say_what_they_said_stay_when_one_more_comes(qtbot: QtBot, dressed: QApplication) -> None:
    home = crowded(qtbot)
    qtbot.waitUntil(lambda: len(cards(home).rows) == 60)
    before = list(cards(home).rows)

    home.page.presenter.answer("/data/house/people", "61")
    qtbot.waitUntil(lambda: len(cards(home).rows) == 61)

    assert cards(home).rows[:60] == before


def test_the_focus_reaches_an_entry_whose_card_was_still_to_come(qtbot: QtBot, dressed: QApplication) -> None:
    panel = RepeatPanel(_sixty(waiting=41), Words("zh_CN"))
    qtbot.addWidget(panel)
    panel.show_cards(_sixty(waiting=41))

    panel.take_focus()

    assert len(panel.rows) > 41
    assert panel.focusWidget() is panel.rows[41]


def _sixty(*, waiting: int) -> RepeatCards:
    """Give sixty entries, of which only one still lacks something."""
    entries = tuple(
        EntryCard(
            reference=f"{MEMBER}[{number}]",
            number=number,
            title=f"第 {number} 条",
            detail="",
            note="",
            state=SectionState.AHEAD if number == waiting + 1 else SectionState.DONE,
        )
        for number in range(1, 61)
    )
    return RepeatCards(reference=MEMBER, title="", entries=entries, can_change=True)
