"""What a clerk sees of the sheet: what must be answered, words on quiet buttons, a whole ring."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop.components.labels import Label
from desktop.components.page import RING_ROOM
from desktop.gig.gig_view import GigView
from desktop.gig.questions import ON_THE_SHEET
from resources.words import Words
from tests.desktop.gig_screens import agree, counter_page
from tests.desktop.gig_story import LIN_NUMBER


@pytest.fixture
def view(dressed: QApplication, words: Words) -> Iterator[GigView]:
    window, opened, presenter, _ = counter_page(words)
    window.resize(1366, 690)
    window.show()
    presenter.arrive(LIN_NUMBER)
    agree(presenter)
    opened.foot.show_slip(is_there=True)
    QApplication.processEvents()
    yield opened
    window.close()
    shiboken6.delete(window)


def marks(whole: QWidget, mark: str) -> int:
    return sum(label.isVisible() and label.text() == mark for label in whole.findChildren(Label))


def test_whatever_the_sheet_must_have_says_so(view: GigView, words: Words) -> None:
    # Days, times and from when are ticked in one group.
    assert marks(view.sheet, words.text("screens.form.required")) == len(ON_THE_SHEET) - 2


def test_back_and_print_say_in_words_what_they_do(view: GigView) -> None:
    assert view.foot.back.width() >= view.foot.back.width_when(is_folded=False)
    assert view.foot.slip.width() >= view.foot.slip.width_when(is_folded=False)


def test_without_room_they_keep_their_words_as_tip_and_name(view: GigView, words: Words) -> None:
    view.foot.resize(view.foot.minimumSizeHint())

    assert view.foot.slip.toolTip() == words.text("screens.gig.print")
    assert view.foot.slip.accessibleName() == words.text("screens.gig.print")
    assert view.foot.back.toolTip() == words.text("screens.gig.back")


def test_the_ring_around_the_first_and_the_last_card_of_a_row_is_whole(view: GigView) -> None:
    first, last = view.sheet.trades.cards[0], view.sheet.trades.cards[3]
    inner = view.sheet.parentWidget()
    assert inner is not None

    assert first.mapTo(inner, QPoint(0, 0)).x() >= RING_ROOM[0]
    assert inner.width() - last.mapTo(inner, QPoint(last.width(), 0)).x() >= RING_ROOM[2]
