"""Pictures and numbers copied elsewhere and pasted into the scanning page."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.capture.barcode_decoder import decode_still
from desktop.capture.errors import NothingToPasteError, PictureUnreadableError
from desktop.capture.frame_source import Pixels
from desktop.capture.pasting import MAX_PASTED_CHARACTERS, look_at_clipboard
from desktop.capture.scan_view import ScanView
from resources.words import Words
from tests.desktop.test_barcode_decoder import code_picture

CODE = "YS1:COPIED"


@pytest.fixture
def clipboard(qapp: QGuiApplication) -> Iterator[QClipboard]:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    yield clipboard
    clipboard.clear()


@pytest.fixture
def view(dressed: QApplication, qtbot: QtBot) -> ScanView:
    view = ScanView(Words("zh_CN"))
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow, timeout=60_000)
    return view


@pytest.fixture
def code() -> QImage:
    """A picture whose rows end in filling bytes: three bytes a pixel and an odd width."""
    gray = code_picture(CODE)
    gray = np.ascontiguousarray(np.pad(gray, ((0, 0), (0, 1 - gray.shape[1] % 2)), constant_values=255))
    picture = QImage(gray.data, gray.shape[1], gray.shape[0], gray.shape[1], QImage.Format.Format_Grayscale8)
    return picture.copy()


def on_glass(image: QImage) -> QImage:
    """The same dark marks on nothing at all, as a sticker has them."""
    clear = QImage(image.size(), QImage.Format.Format_ARGB32)
    clear.fill(0xFF000000)
    clear.setAlphaChannel(inverted(image))
    return clear


def inverted(image: QImage) -> QImage:
    turned = image.copy()
    turned.invertPixels()
    return turned


def read(pasted: object) -> list[str]:
    assert isinstance(pasted, np.ndarray)
    return [scan.text for scan in decode_still(pasted)]


def test_a_copied_picture_is_given_as_pixels_whose_code_is_read(clipboard: QClipboard, code: QImage) -> None:
    clipboard.setImage(code)

    pasted = look_at_clipboard()

    assert isinstance(pasted, np.ndarray)
    assert pasted.shape == (code.height(), code.width(), 3)
    assert read(pasted) == [CODE]


def test_a_code_on_nothing_is_read_as_one_on_paper(clipboard: QClipboard, code: QImage) -> None:
    clipboard.setImage(on_glass(code))

    assert read(look_at_clipboard()) == [CODE]


def test_a_picture_file_copied_in_a_folder_is_given_by_its_path(
    clipboard: QClipboard, tmp_path: Path
) -> None:
    path = tmp_path / "户码.PNG"
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(tmp_path / "notes.txt")), QUrl.fromLocalFile(str(path))])
    copied.setText(str(path))
    clipboard.setMimeData(copied)

    assert look_at_clipboard() == path


def test_a_copied_number_is_given_without_what_stands_around_it(clipboard: QClipboard) -> None:
    clipboard.setText(" 13955075507\n")

    assert look_at_clipboard() == "13955075507"


@pytest.mark.parametrize("text", ["", " \n", "9" * (MAX_PASTED_CHARACTERS + 1)])
def test_what_no_code_can_be_is_nothing_to_paste(clipboard: QClipboard, text: str) -> None:
    clipboard.setText(text)

    with pytest.raises(NothingToPasteError):
        look_at_clipboard()


def test_a_picture_no_camera_takes_is_refused_before_it_is_turned_over(
    clipboard: QClipboard, monkeypatch: pytest.MonkeyPatch, code: QImage
) -> None:
    monkeypatch.setattr("desktop.capture.pasting.MAX_PASTED_PIXELS", code.width() * code.height() - 1)
    clipboard.setImage(code)

    with pytest.raises(PictureUnreadableError):
        look_at_clipboard()


def test_ctrl_v_anywhere_on_the_page_hands_over_the_picture(
    view: ScanView, clipboard: QClipboard, code: QImage
) -> None:
    pasted: list[Pixels] = []
    view.picture_pasted.connect(pasted.append)
    clipboard.setImage(code)
    view.controls.setFocus()

    press_paste(view)

    assert [read(each) for each in pasted] == [[CODE]]


def test_ctrl_v_in_the_field_for_numbers_reads_a_picture_too(
    view: ScanView, clipboard: QClipboard, code: QImage
) -> None:
    pasted: list[Pixels] = []
    view.picture_pasted.connect(pasted.append)
    clipboard.setImage(code)
    view.entry.setFocus()

    press_paste(view.entry)

    assert [read(each) for each in pasted] == [[CODE]]
    assert view.entry.text() == ""


def test_ctrl_v_in_the_field_for_numbers_only_types_a_number(view: ScanView, clipboard: QClipboard) -> None:
    searched: list[str] = []
    view.text_entered.connect(searched.append)
    clipboard.setText("5075507")
    view.entry.setText("139")
    view.entry.setFocus()
    view.entry.end(False)

    press_paste(view.entry)

    assert view.entry.text() == "1395075507"
    assert searched == []


def test_a_number_pasted_outside_the_field_is_searched_for(view: ScanView, clipboard: QClipboard) -> None:
    searched: list[str] = []
    view.text_entered.connect(searched.append)
    clipboard.setText("13955075507")
    view.controls.setFocus()

    press_paste(view)

    assert (searched, view.entry.text()) == (["13955075507"], "13955075507")


def test_an_empty_clipboard_is_told(view: ScanView, clipboard: QClipboard) -> None:
    told: list[object] = []
    view.paste_failed.connect(told.append)

    press_paste(view)

    assert [type(error) for error in told] == [NothingToPasteError]


def press_paste(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
