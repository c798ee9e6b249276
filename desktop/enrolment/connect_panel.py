"""The invitation comes in: by camera, by scanner gun, as a file, dropped or pasted.

All ways end in the same text. A computer without a camera shows the other ways and no
empty black picture.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from desktop.capture.frame_source import Frame
from desktop.capture.scan_screen import FinderState
from desktop.capture.viewfinder import Viewfinder
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.text_field import TextField
from desktop.file_asking import FilePurpose, ask_for_file
from desktop.shell.layout import WindowLayout
from desktop.theme import current_theme
from desktop.tokens import GAP, TextRole, Tone
from resources.words import Words

_LONGEST_TEXT = 8_192


class ConnectPanel(ScrollBody):
    """Reports what came in; says what was wrong with it."""

    text_entered = Signal(str)
    file_chosen = Signal(Path)
    camera_switched = Signal()

    def __init__(self, words: Words, *, camera_count: int) -> None:
        super().__init__(spacing=0)
        self._words, self._has_camera = words, False
        text = words.text
        self.finder = Viewfinder(text("screens.enrolment.camera"))
        self.finder.show_state(FinderState.LIVE, pill=text("screens.enrolment.pill_looking"))
        self.finder.hide()
        self.trouble = IconLabel("", icon="circle-alert", tone=Tone.DANGER, role=TextRole.BODY)
        self.trouble.hide()
        self.provision = IconLabel("", icon="info", tone=Tone.OFF, role=TextRole.SMALL)
        self.provision.hide()
        self._no_camera = IconLabel(
            text("screens.enrolment.no_camera"), icon="camera", tone="ink2", role=TextRole.BODY
        )
        self._switch = Button(
            text("screens.enrolment.next_camera"), kind=ButtonKind.GHOST, icon="switch-camera"
        )
        self._switch.clicked.connect(self.camera_switched)
        self._camera_count = camera_count
        self._card = Card(padding=24, spacing=12)
        self._card.body.addWidget(Label(text("screens.enrolment.connect_title"), role=TextRole.H2, wrap=True))
        self._card.body.addWidget(
            Label(text("screens.enrolment.connect_quiet"), role=TextRole.SMALL, tone="ink2", wrap=True)
        )
        self._card.body.addWidget(self.provision)
        self._card.body.addWidget(self.trouble)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(GAP + 6)
        self._halves.addWidget(self.finder, 3)
        self._halves.addLayout(self._other_ways(), 2)
        self._card.body.addLayout(self._halves, 1)
        self.body.addWidget(self._card, 1)
        self.setAcceptDrops(True)
        self.show_camera(is_there=False)

    def show_camera(self, *, is_there: bool) -> None:
        """Show the picture, or say calmly that there is none."""
        self._has_camera = is_there
        self.finder.setVisible(is_there)
        self._no_camera.setVisible(not is_there)
        self._switch.setVisible(is_there and self._camera_count > 1)

    def show_frame(self, frame: Frame) -> None:
        if not self._has_camera:
            self.show_camera(is_there=True)
        self.finder.show_frame(frame)

    def show_trouble(self, sentence: str) -> None:
        self.trouble.set_text(sentence)
        self.trouble.setVisible(bool(sentence))

    def show_provision(self, sentence: str, *, is_refused: bool) -> None:
        """Say for which city this computer was made ready, or why that counts for nothing."""
        icon, tone = ("circle-alert", Tone.DANGER) if is_refused else ("info", Tone.OFF)
        self.provision.show_status(sentence, icon=icon, tone=tone)
        self.provision.show()

    def adapt(self, layout: WindowLayout) -> None:
        direction = QBoxLayout.Direction
        self._halves.setDirection(direction.TopToBottom if layout.is_compact else direction.LeftToRight)
        self.finder.setMaximumHeight(current_theme().px(240 if layout.is_compact else 372))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 — Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 — Qt's name
        dropped = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if dropped:
            event.acceptProposedAction()
            self.file_chosen.emit(Path(dropped[0]))

    def _other_ways(self) -> QVBoxLayout:
        text = self._words.text
        pick = Button(text("screens.enrolment.pick"), kind=ButtonKind.SOFT, icon="usb")
        pick.clicked.connect(self._pick)
        self.entry = TextField(text("screens.enrolment.gun"), example=text("screens.enrolment.gun_example"))
        self.entry.input.setMaxLength(_LONGEST_TEXT)
        self.entry.input.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
        self.entry.input.returnPressed.connect(self._enter)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self._no_camera)
        column.addWidget(Label(text("screens.enrolment.other_ways"), role=TextRole.H3))
        column.addWidget(pick)
        column.addWidget(Label(text("screens.enrolment.drop"), role=TextRole.CAPTION, tone="ink2", wrap=True))
        column.addWidget(self.entry)
        column.addStretch(1)
        column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _pick(self) -> None:
        text = self._words.text
        title, kinds = text("screens.enrolment.pick"), text("screens.enrolment.pick_filter")
        chosen = ask_for_file(self, FilePurpose.INVITATION, title, kinds=kinds)
        if chosen is not None:
            self.file_chosen.emit(chosen)

    def _enter(self) -> None:
        typed = self.entry.text()
        self.entry.set_text("")
        if typed.strip():
            self.text_entered.emit(typed)
