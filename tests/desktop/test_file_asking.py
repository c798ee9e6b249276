"""Files are asked for where they were last found, and never over the closed door."""

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.file_asking import (
    FilePurpose,
    LastFolders,
    ask_for_file,
    ask_for_folder,
    ask_where_to_save,
    remember_folders_in,
)
from desktop.preferences import Preferences, read_preferences, save_preferences


@pytest.fixture
def page(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> QWidget:
    remember_folders_in(tmp_path / "preferences.json")
    shown = QWidget()
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def open_window() -> QFileDialog:
    return cast("QFileDialog", QApplication.activeModalWidget())


def answer(path: Path) -> None:
    """Choose this in the window that opens next."""

    def choose() -> None:
        window = open_window()
        window.setDirectory(str(path if path.is_dir() else path.parent))
        window.selectFile(str(path))
        window.accept()

    QTimer.singleShot(0, choose)


def test_the_next_question_for_the_same_purpose_begins_where_the_last_ended(
    page: QWidget, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "door.png").write_bytes(b"x")
    answer(pictures / "door.png")
    first = ask_for_file(page, FilePurpose.PICTURE, "选一张照片")
    begun: list[str] = []

    def look() -> None:
        begun.append(open_window().directory().path())
        open_window().reject()

    QTimer.singleShot(0, look)
    second = ask_for_file(page, FilePurpose.PICTURE, "选一张照片")

    assert (first, second) == (pictures / "door.png", None)
    assert [Path(one) for one in begun] == [pictures]


def test_a_name_without_an_ending_gets_that_of_the_file(page: QWidget, tmp_path: Path) -> None:
    answer(tmp_path / "slip")

    saved = ask_where_to_save(page, FilePurpose.PRINT, "存成 PDF", name="回执.pdf", kinds="PDF (*.pdf)")

    assert saved == tmp_path / "slip.pdf"


def test_a_chosen_folder_is_remembered_itself(page: QWidget, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    answer(stick)

    chosen = ask_for_folder(page, FilePurpose.STICK, "导出到 U 盘")

    assert chosen == stick
    assert read_preferences(tmp_path / "preferences.json").folders == {"stick": str(stick)}


def test_the_question_goes_when_its_page_is_hidden_behind_the_door(page: QWidget) -> None:
    QTimer.singleShot(0, page.hide)

    assert ask_for_file(page, FilePurpose.ANSWER, "选一张照片") is None
    assert QApplication.activeModalWidget() is None


def test_a_folder_that_is_gone_gives_way_to_the_nearest_one(tmp_path: Path) -> None:
    folders = LastFolders()
    folders.remember(FilePurpose.COPY, tmp_path / "gone" / "deeper")

    assert folders.folder_for(FilePurpose.COPY) == tmp_path


def test_a_stick_that_was_pulled_out_leads_to_the_own_folder(tmp_path: Path) -> None:
    folders = LastFolders()
    folders.remember(FilePurpose.STICK, Path("/no-such-drive"))

    assert folders.folder_for(FilePurpose.STICK).is_dir()
    assert folders.folder_for(FilePurpose.STICK) != Path("/")


def test_remembering_changes_no_other_choice(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    save_preferences(path, Preferences("en", 130, folders={"print": "/papers"}))
    LastFolders(path).remember(FilePurpose.STICK, tmp_path)

    assert read_preferences(path) == Preferences(
        "en", 130, folders={"print": "/papers", "stick": str(tmp_path)}
    )


@pytest.mark.parametrize("damage", ['{"folders": ["/a"]}', '{"folders": {"print": 7}}'])
def test_folders_that_cannot_be_used_are_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(damage, encoding="utf-8")

    assert read_preferences(path).folders == {}
