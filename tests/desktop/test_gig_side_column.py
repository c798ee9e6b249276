"""The column beside the counter shares out its height: who waits is never cut for what can be missed."""

import shiboken6
from PySide6.QtWidgets import QApplication

from desktop.components.rows import RowButton
from resources.words import Words
from tests.desktop.gig_screens import counter_page
from tests.desktop.gig_story import LIN_NUMBER, NEW_NUMBER


def test_two_who_wait_stand_whole_in_a_small_window(dressed: QApplication, words: Words) -> None:
    window, view, presenter, _ = counter_page(words)
    window.resize(1366, 690)
    window.show()
    presenter.arrive(NEW_NUMBER)
    presenter.arrive(LIN_NUMBER)
    presenter.arrive("13900001234")
    dressed.processEvents()

    rows = [row for row in view.side.findChildren(RowButton) if row.isVisible()]
    heights = [(row.height() >= row.minimumSizeHint().height()) for row in rows]
    window.close()
    shiboken6.delete(window)

    assert heights == [True, True]
