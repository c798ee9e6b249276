"""When the door closes, what lay over the page goes with it: a photo, a camera, a question."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.components.dialog import ScrimDialog
from desktop.form_entry.questions.camera_sheet import CameraSheet
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.photo import PhotoInput
from desktop.form_entry.questions.redaction import RedactionSheet
from desktop.form_entry.questions.sheet import Sheet
from desktop.shell.main_window import MainWindow
from resources.words import Words
from tests.desktop.any_form import OpenForm, one_page, show
from tests.fakes.frame_source import FakeFrameSource

Q = "/data/q"
PHOTO = one_page(
    "<q/>",
    f'<bind nodeset="{Q}" type="binary"/>',
    body=(f'<upload ref="{Q}" mediatype="image/*"><label>照片</label></upload>',),
)


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication, words: Words) -> MainWindow:
    window = MainWindow(words)
    qtbot.addWidget(window)
    window.show()
    return window


def photo_in(window: MainWindow, form: OpenForm) -> PhotoInput:
    """Give a form the whole window, and its photo."""
    window.show_full_screen_task(form.page.view)
    answer = form.panel(Q).input
    assert isinstance(answer, PhotoInput)
    return answer


def close_the_door(window: MainWindow) -> None:
    window.leave_full_screen_task()
    window.show_lock_screen(QWidget())


def lying_over(window: MainWindow) -> list[Sheet]:
    return [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()]


def test_a_photo_not_yet_covered_is_gone_when_the_door_closes(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "door.png"
    cv2.imwrite(str(path), np.full((48, 64, 3), 255, dtype=np.uint8))
    form = show(qtbot, PHOTO, ports=InputPorts(choose_file=lambda *_: path))
    photo_in(window, form).file.click()
    before = lying_over(window)

    close_the_door(window)

    assert [type(sheet) for sheet in before] == [RedactionSheet]
    assert lying_over(window) == []


def test_the_camera_of_a_form_is_let_go_when_the_door_closes(qtbot: QtBot, window: MainWindow) -> None:
    camera = FakeFrameSource()
    form = show(qtbot, PHOTO, ports=InputPorts(cameras=(camera,)))
    photo_in(window, form).camera.click()
    before = [type(sheet) for sheet in lying_over(window)], camera.is_open

    close_the_door(window)

    assert before == ([CameraSheet], True)
    assert (lying_over(window), camera.is_open) == ([], False)


def test_a_sheet_whose_button_is_gone_meanwhile_is_put_away_all_the_same(
    qtbot: QtBot, window: MainWindow
) -> None:
    form = show(qtbot, PHOTO, ports=InputPorts(cameras=(FakeFrameSource(),)))
    answer = photo_in(window, form)
    window.activateWindow()
    answer.camera.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is answer.camera)
    answer.camera.click()
    [sheet] = lying_over(window)
    shiboken6.delete(answer.camera)

    sheet.close_sheet()

    assert lying_over(window) == []


def test_a_question_is_answered_no_when_the_door_closes(
    window: MainWindow,
) -> None:
    dialog = ScrimDialog(window, question="?", explanation="", act="删除", safe="不删")
    answers: list[bool] = []
    dialog.answered.connect(answers.append)
    dialog.ask()

    window.show_lock_screen(QWidget())

    assert (answers, dialog.isVisible()) == ([False], False)
