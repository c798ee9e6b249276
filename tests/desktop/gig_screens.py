"""The counter in its states: nobody there, the first question, the sheet, a place, problems, the line."""

import cv2
import numpy as np
import zxingcpp
from PySide6.QtWidgets import QWidget

from desktop.capture.frame_source import Frame, Pixels
from desktop.gig.gig_presenter import GigPresenter
from desktop.gig.gig_view import GigView
from desktop.gig.gig_wiring import connect_view
from desktop.gig.questions import CONSENT, PAY, PHONE, STATION
from desktop.pages.rail_pages import GIG
from desktop.shell.main_window import MainWindow
from resources.words import Words
from tests.desktop.gig_story import LIN_NUMBER, NEW_NUMBER, FakeGigCounter, open_counter
from tests.desktop.whole_rail import at_work

_AGREES = ("1", "1", "1")


def counter_page(words: Words) -> tuple[MainWindow, GigView, GigPresenter, FakeGigCounter]:
    """Give a window with the counter in front."""
    view = GigView(words)
    window = at_work(words, GIG, view)
    presenter, counter = open_counter(view, words)
    connect_view(view, presenter)
    return window, view, presenter, counter


def held_up_card() -> Pixels:
    """Give what a camera sees of a card held up to it."""
    code = zxingcpp.create_barcode("YS1:SOMEBODY-AT-THE-COUNTER", zxingcpp.QRCode)
    drawn = np.array(code.to_image(scale=8), dtype=np.uint8)
    picture = np.full((720, 1280, 3), 90, dtype=np.uint8)
    top, left = (720 - drawn.shape[0]) // 2, (1280 - drawn.shape[1]) // 2
    picture[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn[:, :, np.newaxis]
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), dtype=np.uint8)


def agree(presenter: GigPresenter) -> None:
    """Say yes to everything that is asked first."""
    for answer in _AGREES:
        presenter.serving.answer_ask(answer, is_whole=True)


def gig_idle(words: Words) -> QWidget:
    return counter_page(words)[0]


def gig_camera(words: Words) -> QWidget:
    """The camera looks while nobody stands here."""
    window, view, _, _ = counter_page(words)
    view.idle.show_frame(Frame(pixels=held_up_card(), taken_at_s=0.0))
    return window


def gig_no_camera(words: Words) -> QWidget:
    window, view, _, _ = counter_page(words)
    title = words.error("camera-unavailable").title
    view.idle.show_camera_words(words.text("screens.gig.camera_missing", title=title))
    return window


def gig_consent(words: Words) -> QWidget:
    window, _, presenter, _ = counter_page(words)
    presenter.arrive(LIN_NUMBER)
    return window


def gig_sheet(words: Words) -> QWidget:
    window, _, presenter, counter = counter_page(words)
    presenter.arrive(LIN_NUMBER)
    agree(presenter)
    counter.clock.advance(38)
    presenter.look_at_the_clock()
    return window


def gig_newcomer(words: Words) -> QWidget:
    window, _, presenter, _ = counter_page(words)
    presenter.arrive(NEW_NUMBER)
    agree(presenter)
    presenter.serving.answer_ask("蒋国珍", is_whole=False)
    presenter.serving.go_on()
    presenter.serving.finish()
    presenter.arrive(LIN_NUMBER)
    return window


def gig_nobody(words: Words) -> QWidget:
    window, _, presenter, _ = counter_page(words)
    presenter.arrive("https://example.cn/poster")
    return window


def gig_put_aside(words: Words) -> QWidget:
    window, _, presenter, _ = counter_page(words)
    presenter.arrive(LIN_NUMBER)
    registration = presenter.registration
    assert registration is not None
    registration.answer(CONSENT, "1")
    presenter.other_person()
    return window


def gig_first_here(words: Words) -> QWidget:
    """A new computer: the station is asked, once."""
    window, _, presenter, counter = counter_page(words)
    counter.past.registrations.clear()
    counter.station = ""
    presenter.arrive(NEW_NUMBER)
    agree(presenter)
    serving = presenter.serving
    serving.answer_ask("蒋国珍", is_whole=False)
    serving.go_on()
    serving.sheet.tick_trade("07")
    serving.sheet.edit(PAY, "260")
    serving.sheet.edit(PHONE, "13612345678")
    serving.go_on()
    serving.answer_ask("qz-0102", is_whole=False)
    serving.go_on()
    return window


def gig_elsewhere(words: Words) -> QWidget:
    """A draft that was begun at another station: it is asked which of the two is meant."""
    window, _, presenter, _ = counter_page(words)
    presenter.arrive(LIN_NUMBER)
    agree(presenter)
    draft = presenter.registration
    assert draft is not None
    presenter.forget()
    draft.answer(STATION, "LGYZ-350582-007")
    presenter.resume(draft)
    return window


SCREENS = (
    gig_idle,
    gig_camera,
    gig_no_camera,
    gig_first_here,
    gig_consent,
    gig_sheet,
    gig_newcomer,
    gig_nobody,
    gig_put_aside,
    gig_elsewhere,
)
