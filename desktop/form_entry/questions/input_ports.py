"""What answer widgets reach outside the form for: cameras, files, its pictures, the middle of the village."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.capture.frame_source import FrameSource
from desktop.file_asking import FilePurpose, ask_for_file

ChooseFile = Callable[[QWidget, str, str], Path | None]


def ask_for_answer(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let the person choose a file in the system's own window; None when they change their mind."""
    return ask_for_file(parent, FilePurpose.ANSWER, title, kinds=kinds)


def _no_picture(_name: str) -> bytes:
    return b""


@dataclass(frozen=True, slots=True)
class InputPorts:
    """Given to every answer widget; without a camera the other ways stay."""

    cameras: Sequence[FrameSource] = ()
    choose_file: ChooseFile = field(default=ask_for_answer)
    village_centre: str = ""  # as a geopoint answer; blank where nobody recorded it
    read_picture: Callable[[str], bytes] = field(default=_no_picture)  # a file of the form by its name
