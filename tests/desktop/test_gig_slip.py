"""The slip a worker takes along: what it says, what it hides, and where it goes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import desktop.pages.slip_printing
from desktop.code_lists import CodeLists
from desktop.gig.gig_words import GigWords
from desktop.gig.slip import Slip, draw_slip, picture_slip, write_slip
from desktop.gig.slip_words import write_words
from desktop.pages.slip_printing import SlipPrinting
from desktop.shell.main_window import MainWindow
from resources.words import Words
from tests.desktop.gig_story import LIN, LIN_NUMBER

INSTANCE = "5f0c1d2e-0000-4000-8000-000000000000"


@pytest.fixture
def slip(words: Words) -> Slip:
    lin = replace(LIN, id=INSTANCE)
    return write_words(lin, GigWords(words, CodeLists("zh_CN"), date(2026, 11, 22)))


def test_a_slip_says_what_was_registered(slip: Slip) -> None:
    assert dict(slip.lines)["能做的活"] == "搬运送货、仓储分拣"
    assert dict(slip.lines)["期望报酬"] == "260 元/天"
    assert slip.number.startswith("登记号 5F0C1D2E")


def test_a_slip_left_on_the_counter_names_nobody(slip: Slip) -> None:
    written = repr(slip)

    assert "林*强" in written
    assert "林志强" not in written
    assert LIN_NUMBER not in written
    assert "13855077721" not in written


def test_a_slip_is_one_page_of_pdf(dressed: QApplication, slip: Slip) -> None:
    content = write_slip(slip)

    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1


def test_the_preview_has_something_on_its_paper(dressed: QApplication, slip: Slip) -> None:
    picture = picture_slip(slip)
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, 200, 3)}

    assert len(colours) > 5
    assert round(picture.height() / picture.width(), 2) == 1.41


def test_a_printer_that_takes_nothing_is_said_and_keeps_the_slip_open(
    dressed: QApplication, words: Words, slip: Slip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop.pages.slip_printing, "draw_slip", lambda *_given: False)
    window, said = MainWindow(words), list[tuple[str, bool]]()
    printing = SlipPrinting(window, words, chosen_printer=lambda: "")
    printing.said.connect(lambda sentence, is_problem: said.append((sentence, is_problem)))
    printing.show(slip)
    assert printing.sheet is not None

    printing.sheet.print_chosen.emit()

    assert said == [(words.text("screens.gig.slip.not_printed"), True)]
    assert printing.sheet is not None


def test_a_device_that_cannot_be_drawn_on_is_told(dressed: QApplication, slip: Slip) -> None:
    assert not draw_slip(slip, QImage(), QRectF(0, 0, 10, 10))
    assert draw_slip(slip, QImage(10, 10, QImage.Format.Format_RGB32), QRectF(0, 0, 10, 10))


def test_a_slip_is_saved_where_the_person_chose(
    dressed: QApplication, words: Words, slip: Slip, tmp_path: Path
) -> None:
    window, place = MainWindow(words), tmp_path / "slip.pdf"
    printing = SlipPrinting(window, words, chosen_printer=lambda: "", ask_where=lambda _parent, _name: place)
    printing.show(slip)
    assert printing.sheet is not None
    printing.sheet.save_chosen.emit()

    assert place.read_bytes().startswith(b"%PDF-")
    assert not window.is_full_screen_task_open


def test_a_place_that_cannot_be_written_keeps_the_slip_open(
    dressed: QApplication, words: Words, slip: Slip, tmp_path: Path
) -> None:
    window, said = MainWindow(words), list[tuple[str, bool]]()
    printing = SlipPrinting(
        window,
        words,
        chosen_printer=lambda: "",
        ask_where=lambda _parent, _name: tmp_path / "no" / "slip.pdf",
    )
    printing.said.connect(lambda sentence, is_problem: said.append((sentence, is_problem)))
    printing.show(slip)
    assert printing.sheet is not None
    printing.sheet.save_chosen.emit()

    assert said == [(words.text("screens.gig.slip.not_saved"), True)]
    assert window.is_full_screen_task_open
