"""One way to ask for a file or a folder: the system's own window, where the person was last for that purpose.

A stick stays where sticks are and pictures where pictures are, because each purpose remembers its
own folder (in `preferences.json`); one that is gone gives way to the nearest that is still there. Where
the system has no window of its own, Qt's is shown, in the language of the program
(`desktop.application.speak`). A window whose page goes away, because the door closes, goes with it.
"""

from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.preferences import read_preferences, save_preferences


class FilePurpose(StrEnum):
    """What somebody chooses a place for; each has its own last folder."""

    INVITATION = "invitation"
    PICTURE = "picture"
    ANSWER = "answer"  # a photo or another file of a form
    PRINT = "print"
    STICK = "stick"
    COPY = "copy"
    SUPPORT = "support"
    RECOVERY = "recovery"


_Place = QStandardPaths.StandardLocation
_FIRST: Final = {
    FilePurpose.PICTURE: _Place.PicturesLocation,
    FilePurpose.ANSWER: _Place.PicturesLocation,
    FilePurpose.INVITATION: _Place.DownloadLocation,
}


class LastFolders:
    """Remembers beside the other choices; without a path until the program ends."""

    def __init__(self, preferences: Path | None = None) -> None:
        self._path = preferences
        self._known: dict[str, str] = {}

    def folder_for(self, purpose: FilePurpose) -> Path:
        """Give the last folder of a purpose, or the nearest above it that is still there."""
        if self._path is not None:
            self._known = {**self._known, **read_preferences(self._path).folders}
        last = self._known.get(purpose)
        if last is not None:
            found = next((one for one in (Path(last), *Path(last).parents) if one.is_dir()), None)
            if found is not None and found != Path(found.anchor):
                return found
        first = QStandardPaths.writableLocation(_FIRST.get(purpose, _Place.DocumentsLocation))
        return Path(first) if first and Path(first).is_dir() else Path.home()

    def remember(self, purpose: FilePurpose, folder: Path) -> None:
        self._known[purpose] = str(folder)
        if self._path is not None:
            kept = read_preferences(self._path)
            with suppress(OSError):  # a full disk: it counts until the program ends
                chosen = replace(kept, folders={**kept.folders, str(purpose): str(folder)})
                save_preferences(self._path, chosen)


class _Asking:
    """The folders of this process; the composition root says where they are kept."""

    folders = LastFolders()


def remember_folders_in(preferences: Path) -> None:
    """Keep the last folders in this file of choices from now on."""
    _Asking.folders = LastFolders(preferences)


def ask_for_file(parent: QWidget, purpose: FilePurpose, title: str, *, kinds: str = "") -> Path | None:
    """Let somebody choose a file; None when they change their mind."""
    asked = QFileDialog(parent.window(), title)
    asked.setFileMode(QFileDialog.FileMode.ExistingFile)
    if kinds:
        asked.setNameFilter(kinds)
    return _ask(asked, parent, purpose)


def ask_where_to_save(
    parent: QWidget, purpose: FilePurpose, title: str, *, name: str, kinds: str = ""
) -> Path | None:
    """Let somebody choose a place and a name; what is there already is asked about by the window."""
    asked = QFileDialog(parent.window(), title)
    asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asked.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    if kinds:
        asked.setNameFilter(kinds)
    asked.setDirectory(str(_Asking.folders.folder_for(purpose)))
    asked.selectFile(name)
    return _ask(asked, parent, purpose)


def ask_for_folder(parent: QWidget, purpose: FilePurpose, title: str) -> Path | None:
    asked = QFileDialog(parent.window(), title)
    asked.setFileMode(QFileDialog.FileMode.Directory)
    asked.setOption(QFileDialog.Option.ShowDirsOnly)
    return _ask(asked, parent, purpose)


def _ask(asked: QFileDialog, parent: QWidget, purpose: FilePurpose) -> Path | None:
    if asked.acceptMode() is QFileDialog.AcceptMode.AcceptOpen:
        asked.setDirectory(str(_Asking.folders.folder_for(purpose)))
    leaving = _GoesWithItsPage(asked)
    parent.installEventFilter(leaving)
    is_chosen = asked.exec() == QDialog.DialogCode.Accepted
    parent.removeEventFilter(leaving)
    chosen = asked.selectedFiles()
    asked.deleteLater()
    if not is_chosen or not chosen:
        return None
    found = Path(chosen[0])
    is_folder = asked.fileMode() is QFileDialog.FileMode.Directory
    _Asking.folders.remember(purpose, found if is_folder else found.parent)
    return found


class _GoesWithItsPage(QObject):
    """Takes the question away when the page it was asked on is hidden: nothing lies over the door."""

    def __init__(self, asked: QFileDialog) -> None:
        super().__init__(asked)
        self._asked = asked

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.Hide:
            self._asked.reject()
        return super().eventFilter(watched, event)
