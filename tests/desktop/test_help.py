"""F1 opens what fits, in both languages; every key the map names does something."""

import re

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.help.help_window import HelpWindow
from desktop.help.pages import BlockKind, HelpPage, Topic, read_page, topic_for
from desktop.pages.rail_pages import RAIL, TODAY
from desktop.settings.section_tabs import SectionTab
from desktop.shell.main_window import MainWindow
from resources.words import LANGUAGES, Words
from tests.desktop.at_the_desk import AtTheDesk

TOPICS = pytest.mark.parametrize("topic", Topic)


def shape(page: HelpPage) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.mark) for block in page.blocks]


@TOPICS
def test_both_languages_have_the_same_pages_line_by_line(topic: Topic) -> None:
    pages = [read_page(topic, language=language) for language in LANGUAGES]

    assert shape(pages[0]) == shape(pages[1])
    assert pages[0].title != pages[1].title


@TOPICS
def test_chinese_pages_are_chinese_and_short(topic: Topic) -> None:
    page = read_page(topic, language="zh_CN")

    assert re.search("[\u4e00-\u9fff]", page.title)
    assert 3 < len(page.blocks) < 40


@pytest.mark.parametrize(
    ("place", "topic"),
    [
        ("scan", Topic.SCAN),
        ("form", Topic.FILL),
        ("sync", Topic.SYNC),
        ("lock", Topic.PIN),
        ("elsewhere", Topic.START),
    ],
)
def test_page_that_opens_fits_where_one_is(place: str, topic: Topic) -> None:
    assert topic_for(place) is topic


def test_every_page_of_the_rail_has_a_help_page_of_its_own() -> None:
    topics = [topic_for(page.key) for page in RAIL]

    assert len(set(topics)) == len(RAIL)
    assert [page.key for page in RAIL if topic_for(page.key) is Topic.START] == [TODAY]


def bound_keys(window: MainWindow) -> set[str]:
    return {one.key().toString() for one in window.findChildren(QShortcut)}


def test_every_key_that_works_everywhere_is_on_the_map(dressed: QApplication, words: Words) -> None:
    window = MainWindow(words)
    blocks = read_page(Topic.KEYS, language="zh_CN").blocks
    named = {QKeySequence(block.mark).toString() for block in blocks if block.kind is BlockKind.KEY}

    assert bound_keys(window) - named == set()
    window.deleteLater()


def test_topic_that_is_chosen_is_the_page_that_is_shown(dressed: QApplication, words: Words) -> None:
    window = HelpWindow(words)

    window.show_topic(Topic.PIN)

    assert window.topic is Topic.PIN
    window.deleteLater()


@TOPICS
def test_the_topic_that_is_open_can_be_seen_in_the_list(
    qtbot: QtBot, dressed: QApplication, words: Words, topic: Topic
) -> None:
    window = HelpWindow(words)
    qtbot.addWidget(window)

    window.open_at(topic)

    tab = next(tab for tab in window.findChildren(SectionTab) if tab.isChecked())
    qtbot.waitUntil(lambda: tab.visibleRegion().boundingRect() == tab.rect())
    assert window.topic is topic


def test_help_at_the_locked_door_is_about_the_lost_pin(desk: AtTheDesk) -> None:
    desk.program.window.help_requested.emit()

    shown = desk.program.help.shown
    assert shown is not None
    assert shown.isVisible()
    assert shown.topic is Topic.PIN


def test_help_goes_with_the_program(desk: AtTheDesk) -> None:
    desk.program.window.help_requested.emit()
    shown = desk.program.help.shown
    assert shown is not None

    desk.program.window.close()

    assert not shown.isVisible()
