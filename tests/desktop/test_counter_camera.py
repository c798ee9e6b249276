"""The camera of the counter: on while it waits for somebody, off over their form and behind the door."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.errors import CameraLostError
from desktop.gig.counter_camera import CounterCamera
from desktop.gig.gig_presenter import GigPresenter
from desktop.gig.gig_view import GigView
from desktop.shell.main_window import MainWindow
from resources.words import Words
from tests.desktop.gig_screens import counter_page
from tests.desktop.gig_story import LIN_NUMBER
from tests.desktop.test_barcode_decoder import code_picture
from tests.fakes.frame_source import FakeFrameSource


@dataclass
class Counter:
    window: MainWindow
    view: GigView
    presenter: GigPresenter
    camera: CounterCamera
    source: FakeFrameSource
    other: CaptureFeed  # of another page, over the same camera


@pytest.fixture
def counter(dressed: QApplication, words: Words) -> Iterator[Counter]:
    window, view, presenter, _ = counter_page(words)
    source = FakeFrameSource()
    camera, other = CounterCamera(CaptureFeed([source]), view.idle, words), CaptureFeed([source])
    camera.code_read.connect(presenter.arrive)
    window.show()
    camera.come()
    yield Counter(window, view, presenter, camera, source, other)
    camera.close()
    other.close()
    window.close()
    shiboken6.delete(window)


def test_a_code_before_the_camera_brings_its_owner_to_the_counter(qtbot: QtBot, counter: Counter) -> None:
    was_on = counter.source.is_open
    counter.source.give(code_picture(LIN_NUMBER))
    with qtbot.waitSignal(counter.camera.code_read):
        counter.source.give(code_picture(LIN_NUMBER))
        # A number is believed when it was read twice alike.
        qtbot.waitUntil(lambda: counter.view.idle.finder.isVisible())
        counter.source.give(code_picture(LIN_NUMBER))

    assert was_on
    assert counter.presenter.registration is not None


def test_nobody_is_filmed_while_they_answer(counter: Counter) -> None:
    counter.presenter.arrive(LIN_NUMBER)

    assert not counter.source.is_open
    assert not counter.view.idle.finder.isVisible()


def test_the_camera_looks_again_for_the_next_person(counter: Counter) -> None:
    counter.presenter.arrive(LIN_NUMBER)
    counter.presenter.other_person()

    assert counter.source.is_open


def test_another_page_takes_the_camera_along(counter: Counter) -> None:
    counter.window.go_to("today")

    assert not counter.source.is_open


def test_a_page_that_never_opened_the_camera_does_not_close_it(counter: Counter) -> None:
    counter.other.stop()

    assert counter.source.is_open


def test_a_camera_that_goes_away_is_told_once_and_the_field_stays(qtbot: QtBot, counter: Counter) -> None:
    counter.source.failure = CameraLostError(index="0")
    qtbot.waitUntil(lambda: not counter.camera.is_on)
    counter.presenter.arrive(LIN_NUMBER)
    counter.presenter.other_person()

    assert not counter.camera.is_on
    assert counter.view.idle.field.input.isVisible()


def test_a_camera_plugged_in_again_is_used_when_somebody_asks(qtbot: QtBot, counter: Counter) -> None:
    counter.source.failure = CameraLostError(index="0")
    qtbot.waitUntil(lambda: not counter.camera.is_on)
    counter.source.failure = None
    counter.view.idle.camera_wanted.emit()

    assert counter.camera.is_on
    assert counter.source.is_open
