"""The queue as rows: a busy week is shown in parts, and news that change nothing make nothing anew."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from desktop.components.buttons import Button
from desktop.exchange.exchange_page import QueueLine
from desktop.exchange.queue_card import SHOWN_AT_FIRST, QueueCard, QueueRowView
from desktop.tokens import Tone
from resources.words import Words

LINES = tuple(QueueLine(str(number), f"黄*华 · {number}", "", (), Tone.OFF) for number in range(70))
RETURNED = QueueLine("7", "许*荣", "", (), Tone.DANGER, trouble="退回了", act="改一改再交", aside="知道了")


@pytest.fixture
def card(dressed: QApplication, words: Words) -> QueueCard:
    return QueueCard(words)


def rows(card: QueueCard) -> list[QueueRowView]:
    return [row for row in card.findChildren(QueueRowView) if not row.isHidden()]


def button(card: QueueCard, words: str) -> Button:
    [found] = [one for one in card.findChildren(Button) if one.text() == words]
    return found


def test_a_busy_week_is_shown_in_parts(card: QueueCard) -> None:
    card.show_queue(LINES, count="70 条")
    first = len(rows(card))
    button(card, "再看 40 条").click()
    second = len(rows(card))
    button(card, "再看 10 条").click()

    assert (first, second, len(rows(card))) == (SHOWN_AT_FIRST, 2 * SHOWN_AT_FIRST, 70)


def test_news_that_change_nothing_leave_the_rows_as_they_are(card: QueueCard) -> None:
    card.show_queue(LINES, count="70 条")
    before = rows(card)
    card.show_queue(LINES, count="70 条")

    assert rows(card) == before


def test_what_came_back_says_which_one_is_to_be_put_right(card: QueueCard) -> None:
    chosen: list[str] = []
    card.fix_chosen.connect(chosen.append)
    card.show_queue([RETURNED, *LINES[:2]], count="3 条")
    button(card, "改一改再交").click()

    assert chosen == ["7"]


def test_what_came_back_can_be_put_aside(card: QueueCard) -> None:
    chosen: list[str] = []
    card.aside_chosen.connect(chosen.append)
    card.show_queue([replace(RETURNED, id=name) for name in ("7", "8")], count="2 条")
    [_, second] = [one for one in card.findChildren(Button) if one.text() == "知道了"]
    second.click()

    assert chosen == ["8"]


def test_first_act_is_that_of_what_came_back_first(card: QueueCard) -> None:
    card.show_queue(LINES, count="70 条")
    nothing = card.first_act()
    card.show_queue([RETURNED, *LINES], count="71 条")

    assert nothing is None
    assert card.first_act() is button(card, "改一改再交")
