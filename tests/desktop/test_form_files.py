"""Photos, signatures and files of a form: covered before they are kept, then in the draft and the form."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.capture.errors import CameraUnavailableError
from desktop.form_entry.filled_files import MAX_FILE_BYTES, FileContent, FileTooLargeError, FilledFiles
from desktop.form_entry.questions.camera_sheet import CameraSheet
from desktop.form_entry.questions.file import FileInput
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.photo import PhotoInput
from desktop.form_entry.questions.redaction import RedactionSheet
from desktop.form_entry.questions.signature import SignatureInput
from forms import FormDefinition
from store.errors import StoreDiskFullError
from tests.desktop.any_form import OpenForm, one_page, show
from tests.fakes.frame_source import FakeFrameSource

Q = "/data/q"


def upload(*, kind: str = "image/*", appearance: str = "", max_pixels: str = "320") -> FormDefinition:
    body = f'<upload ref="{Q}" mediatype="{kind}" appearance="{appearance}"><label>照片</label></upload>'
    bound = f'<bind nodeset="{Q}" type="binary" orx:max-pixels="{max_pixels}"/>'
    return one_page("<q/>", bound, body=(body,))


def picture(folder: Path) -> Path:
    """Write a white photo of 640 by 480."""
    path = folder / "door.png"
    cv2.imwrite(str(path), np.full((480, 640, 3), 255, dtype=np.uint8))
    return path


def photo(form: OpenForm) -> PhotoInput:
    answer = form.panel(Q).input
    assert isinstance(answer, PhotoInput)
    return answer


def redacting(form: OpenForm) -> RedactionSheet:
    return form.page.view.findChildren(RedactionSheet)[-1]


def kept(form: OpenForm) -> dict[str, bytes]:
    return form.keeper.files


@pytest.fixture
def from_file(qtbot: QtBot, dressed: QApplication, tmp_path: Path) -> OpenForm:
    """A form whose photo was chosen from the disk and waits to be covered."""
    path = picture(tmp_path)
    form = show(qtbot, upload(), ports=InputPorts(choose_file=lambda *_: path))
    photo(form).file.click()
    return form


def test_a_cover_drawn_with_the_mouse_is_part_of_the_picture_that_is_kept(from_file: OpenForm) -> None:
    canvas = redacting(from_file).canvas
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle - QPoint(60, 40))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 40))

    redacting(from_file).use.click()

    [content] = kept(from_file).values()
    image = QImage.fromData(content)
    assert image.pixelColor(image.rect().center()).lightness() < 30
    assert image.pixelColor(2, 2) == QColor(Qt.GlobalColor.white)


def test_a_cover_is_put_and_moved_by_keys_alone(from_file: OpenForm) -> None:
    canvas = redacting(from_file).canvas
    QTest.keyClick(canvas, Qt.Key.Key_Insert)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    moved = canvas.covers[-1]
    QTest.keyClick(canvas, Qt.Key.Key_Delete)

    assert (round(moved.left(), 2), round(moved.width(), 2)) == (0.33, 0.32)
    assert canvas.covers == []


def test_a_photo_is_kept_in_the_draft_and_shown_again(from_file: OpenForm) -> None:
    redacting(from_file).use.click()
    before_reopening = from_file.value(Q)

    resumed = from_file.reopen()

    assert before_reopening == "q-1.jpg"
    assert photo(resumed).preview.isVisible()
    assert resumed.value(Q) == "q-1.jpg"


def test_a_photo_is_written_once_and_not_with_every_answer_after_it(from_file: OpenForm) -> None:
    redacting(from_file).use.click()

    from_file.page.presenter.keep()
    resumed = from_file.reopen()
    resumed.page.presenter.keep()

    assert [each for each in from_file.keeper.written if each] == [["q-1.jpg"]]
    assert resumed.keeper.written == [[]]
    assert list(resumed.keeper.files) == ["q-1.jpg"]


def test_after_a_draft_that_was_not_kept_its_photo_is_written_again(from_file: OpenForm) -> None:
    from_file.keeper.error = StoreDiskFullError()
    redacting(from_file).use.click()
    from_file.keeper.error = None

    from_file.page.presenter.save()

    assert from_file.keeper.written == [["q-1.jpg"]]


def test_a_draft_of_an_earlier_program_has_its_photo_beside_it_once_it_is_kept_again(
    qtbot: QtBot, dressed: QApplication, from_file: OpenForm
) -> None:
    redacting(from_file).use.click()
    content, session = kept(from_file)["q-1.jpg"], from_file.session.save()
    sizes = json.dumps({"q-1.jpg": len(content)}).encode()
    old = b"\n".join((b"quancai-draft 3", b"{}", b"[]", sizes, content + session))

    resumed = show(qtbot, upload(), kept=old)
    resumed.page.presenter.keep()

    assert photo(resumed).preview.isVisible()
    assert resumed.keeper.files == {"q-1.jpg": content}
    assert content not in resumed.keeper.drafts[-1]


def test_a_finished_form_carries_the_photos_its_answers_name(from_file: OpenForm) -> None:
    redacting(from_file).use.click()
    from_file.page.presenter.go_on()
    from_file.page.presenter.go_on()

    [submission] = from_file.keeper.submissions
    assert list(submission.attachments) == ["q-1.jpg"]


def test_a_photo_put_away_leaves_nothing(from_file: OpenForm) -> None:
    QTest.keyClick(redacting(from_file), Qt.Key.Key_Escape)

    assert from_file.value(Q) == ""
    assert from_file.keeper.drafts == []


def test_a_removed_photo_is_gone_from_the_draft(from_file: OpenForm) -> None:
    redacting(from_file).use.click()
    photo(from_file).remove.click()

    assert (from_file.value(Q), kept(from_file)) == ("", {})


def test_what_is_no_picture_is_said_to_be_none(qtbot: QtBot, dressed: QApplication, tmp_path: Path) -> None:
    (tmp_path / "letter.jpg").write_bytes(b"Dear Sir")
    form = show(qtbot, upload(), ports=InputPorts(choose_file=lambda *_: tmp_path / "letter.jpg"))

    photo(form).file.click()

    assert form.page.view.findChildren(RedactionSheet) == []
    assert photo(form).trouble.isVisible()


@pytest.fixture
def camera() -> FakeFrameSource:
    return FakeFrameSource()


@pytest.fixture
def at_the_camera(qtbot: QtBot, dressed: QApplication, camera: FakeFrameSource) -> OpenForm:
    form = show(qtbot, upload(), ports=InputPorts(cameras=(camera,)))
    photo(form).camera.click()
    return form


def watching(form: OpenForm) -> CameraSheet:
    return form.page.view.findChildren(CameraSheet)[-1]


def test_a_photo_is_taken_from_the_camera_and_then_covered(
    at_the_camera: OpenForm, camera: FakeFrameSource
) -> None:
    camera.give(np.full((480, 640, 3), 200, dtype=np.uint8))
    watching(at_the_camera).look()
    watching(at_the_camera).shoot.click()
    redacting(at_the_camera).use.click()

    assert at_the_camera.value(Q) == "q-1.jpg"
    assert not camera.is_open


def test_a_camera_that_fails_is_a_calm_sentence(at_the_camera: OpenForm, camera: FakeFrameSource) -> None:
    camera.failure = CameraUnavailableError(index="0")

    watching(at_the_camera).look()

    assert watching(at_the_camera).trouble.isVisible()
    assert not watching(at_the_camera).shoot.isEnabled()


def signing(form: OpenForm) -> SignatureInput:
    answer = form.panel(Q).input
    assert isinstance(answer, SignatureInput)
    return answer


def ink(content: bytes) -> int:
    """Count the dark points of a drawing."""
    image = QImage.fromData(content).convertToFormat(QImage.Format.Format_Grayscale8)
    points = np.frombuffer(image.constBits(), dtype=np.uint8)
    return int((points < 128).sum())


def test_a_signature_drawn_by_hand_is_kept_when_the_pen_rests(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, upload(appearance="signature", max_pixels="1024"))
    pad = signing(form).pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
    QTest.mouseMove(pad, QPoint(420, 90))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(480, 70))

    assert form.value(Q) == "q-1.png"
    assert ink(kept(form)["q-1.png"]) > 100
    assert not signing(form.reopen()).pad.is_blank


def test_who_cannot_draw_has_the_name_typed(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, upload(appearance="signature"))
    QTest.keyClicks(signing(form).typed, "Cai Zhiming")
    QTest.keyClick(signing(form).typed, Qt.Key.Key_Return)

    assert ink(kept(form)["q-1.png"]) > 100


def test_signing_again_begins_on_clean_paper(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, upload(appearance="signature"))
    signing(form).typed.setText("蔡志明")
    signing(form).draw.click()

    signing(form).clear.click()

    assert signing(form).pad.is_blank
    assert form.value(Q) == ""


def test_a_recording_is_kept_and_a_film_that_is_too_long_is_not(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> None:
    recording, film = tmp_path / "r.m4a", tmp_path / "f.m4a"
    recording.write_bytes(b"sound")
    film.write_bytes(bytes(MAX_FILE_BYTES + 1))
    chosen = [film, recording]
    form = show(qtbot, upload(kind="audio/*"), ports=InputPorts(choose_file=lambda *_: chosen.pop()))
    answer = form.panel(Q).input
    assert isinstance(answer, FileInput)

    answer.choose.click()
    answer.choose.click()

    assert kept(form) == {"q-1.m4a": b"sound"}
    assert answer.trouble.text() == "文件超过 8 兆，请换一个小的"


def test_files_that_are_too_much_together_leave_what_was_there() -> None:
    files = FilledFiles({f"old-{number}.jpg": bytes(MAX_FILE_BYTES) for number in range(3)})

    with pytest.raises(FileTooLargeError):
        files.take("/data/photo", FileContent(b"one more", ".jpg"), instead_of="")

    assert list(files.contents) == ["old-0.jpg", "old-1.jpg", "old-2.jpg"]
