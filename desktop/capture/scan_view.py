"""The scanning page: camera at the left, what it means at the right, typing always at hand.

Without a camera the left side becomes the other ways in; nothing else on the page
changes, because scanning by gun, picture or keyboard is no second-class way.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from desktop.capture.camera_controls import CameraControls
from desktop.capture.errors import CaptureError
from desktop.capture.finder_panel import MissingCamera
from desktop.capture.frame_source import Frame
from desktop.capture.pasting import holds_text, look_at_clipboard
from desktop.capture.picture_source import PICTURE_SUFFIXES
from desktop.capture.result_panel import ResultPanel
from desktop.capture.scan_screen import Finder, FinderState, RecentScan, ResultCard, ScanChoice
from desktop.capture.viewfinder import Viewfinder
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import Icon
from desktop.components.labels import ElidedLabel, Label
from desktop.components.page import ScrollBody
from desktop.file_asking import FilePurpose, ask_for_file
from desktop.shell.layout import WindowLayout
from desktop.theme import current_theme
from desktop.tokens import TextRole
from resources.words import Words

_RIGHT_WIDTH: Final = 424
_RIGHT_WIDTH_COMPACT: Final = 390
_RIGHT_WIDTH_NARROW: Final = 370
_GAP: Final = 14
_PADDING: Final = 18


class _NumberEntry(QLineEdit):
    """Keeps the Enter that ends typing: it searches, and what it finds is looked at before it is begun.

    What was copied and is no text, such as a picture, is pasted into the page instead.
    """

    picture_pasted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.matches(QKeySequence.StandardKey.Paste) and not holds_text():
            self.picture_pasted.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class ScanView(QWidget):
    """The page itself; implements `ScanScreen`."""

    text_entered = Signal(str)
    picture_chosen = Signal(Path)
    picture_pasted = Signal(object)  # Pixels
    paste_failed = Signal(object)  # CaptureError
    member_chosen = Signal(str)
    scan_chosen = Signal(int)
    choice_made = Signal(ScanChoice)
    pause_wanted = Signal()
    resume_wanted = Signal()
    camera_switched = Signal()
    continuous_wanted = Signal(bool)

    def __init__(self, words: Words, *, camera_count: int = 1) -> None:
        super().__init__()
        self._words = words
        self._is_paused = self._is_continuous = False
        self.viewfinder = Viewfinder(words.text("screens.scan.viewfinder"))
        self.missing = MissingCamera(words)
        self.missing.retry_chosen.connect(self.resume_wanted)
        self.missing.picture_chosen.connect(self.choose_picture)
        self._left = QStackedWidget()
        self._left.addWidget(self.viewfinder)
        self._left.addWidget(self.missing)
        self.controls = CameraControls(words, camera_count=camera_count)
        self.controls.switch_chosen.connect(self.camera_switched)
        self.controls.pause_chosen.connect(self._toggle_pause)
        self.controls.continuous_chosen.connect(lambda: self.continuous_wanted.emit(not self._is_continuous))
        self.controls.picture_chosen.connect(self.choose_picture)
        self.result = ResultPanel(words)
        self.result.member_chosen.connect(self.member_chosen)
        self.result.choice_made.connect(self.choice_made)
        self.result.scan_chosen.connect(self.scan_chosen)
        self.entry = _NumberEntry()
        self.entry.picture_pasted.connect(self.paste)
        QShortcut(QKeySequence("Ctrl+V"), self, self.paste)
        self._recent = Card(padding=_PADDING, spacing=6)
        self._rows: list[QWidget] = []
        self._right_wish = _RIGHT_WIDTH
        self._manual = self._manual_card()
        self._right = self._right_column()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._left_card(), 1)
        row.addWidget(self._right)
        self.show_recent(())

    def show_result(self, card: ResultCard | None) -> None:
        self.result.show_card(card)
        self._fit_recent()

    def show_run(self, scans: tuple[RecentScan, ...]) -> None:
        self.result.show_run(scans)
        self._fit_recent()

    def show_finder(self, finder: Finder) -> None:
        is_missing = finder.state is FinderState.MISSING
        self._left.setCurrentWidget(self.missing if is_missing else self.viewfinder)
        if is_missing:
            self.missing.explain(finder.title, finder.explanation, trouble=finder.pill)
            self.controls.show_camera(self._words.text("screens.scan.camera_none"))
        self.viewfinder.show_state(finder.state, pill=finder.pill)
        self._is_paused = finder.state in (FinderState.PAUSED, FinderState.FOUND)
        self.controls.show_paused(is_paused=self._is_paused)
        self.controls.show_missing(is_missing=is_missing)

    def show_frame(self, frame: Frame) -> None:
        self.viewfinder.show_frame(frame)

    def show_camera(self, index: int, size: str) -> None:
        self.controls.show_camera(self._words.text("screens.scan.camera_named", index=index, size=size))

    def show_recent(self, scans: tuple[RecentScan, ...]) -> None:
        for row in self._rows:
            self._recent.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        quiet = Label(
            self._words.text("screens.scan.recent_empty"), role=TextRole.SMALL, tone="ink3", wrap=True
        )
        self._rows = [_recent_row(scan) for scan in scans] or [quiet]
        for index, row in enumerate(self._rows):
            self._recent.body.insertWidget(1 + index, row)
        self._fit_recent()

    def show_continuous(self, is_on: bool) -> None:  # noqa: FBT001 — a plain setter in Qt's manner
        self._is_continuous = is_on
        self.controls.show_continuous(is_on=is_on)

    def ask_for_text(self, text: str) -> None:
        self.entry.setText(text)
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.entry.selectAll()

    def forget(self) -> None:
        self.viewfinder.forget()
        self.entry.clear()

    def choose_picture(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
        kinds = f"{self._words.text('screens.scan.picture_files')} ({patterns})"
        title = self._words.text("screens.scan.choose_picture_title")
        chosen = ask_for_file(self, FilePurpose.PICTURE, title, kinds=kinds)
        if chosen is not None:
            self.picture_chosen.emit(chosen)

    def paste(self) -> None:
        """Read what was copied elsewhere; a text is put where it would have been typed."""
        try:
            pasted = look_at_clipboard()
        except CaptureError as error:
            self.paste_failed.emit(error)
            return
        match pasted:
            case str():
                self.entry.setText(pasted)
                self._enter_text()
            case Path():
                self.picture_chosen.emit(pasted)
            case _:
                self.picture_pasted.emit(pasted)

    def adapt(self, layout: WindowLayout) -> None:
        width = _RIGHT_WIDTH_COMPACT if layout.is_compact else _RIGHT_WIDTH
        self._right_wish = _RIGHT_WIDTH_NARROW if layout.is_narrow else width
        self.missing.set_low(is_low=layout.is_low)
        self._fit_right()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fit_right()

    def _fit_right(self) -> None:
        """Give the right what it wishes, as long as the camera keeps nearly half."""
        wish = current_theme().px(self._right_wish)
        self._right.setFixedWidth(min(wish, max(1, self.width() * 52 // 100)))
        self._fit_recent()

    def _fit_recent(self) -> None:
        """Show as many past scans as the height leaves; the present one has the first claim."""
        taken = self.result.sizeHint().height() + self._manual.sizeHint().height() + 2 * _GAP
        line = self._rows[0].sizeHint().height() + self._recent.body.spacing()
        frame = current_theme().px(24) + 2 * _PADDING + self._recent.body.spacing()
        fitting = (self.height() - taken - frame) // line
        self._recent.setVisible(fitting > 0)
        for index, row in enumerate(self._rows):
            row.setVisible(index < fitting)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        primary = self.result.primary
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and primary is not None:
            primary.click()
        else:
            super().keyPressEvent(event)

    def _left_card(self) -> Card:
        card = Card(padding=14, spacing=10)
        card.body.addWidget(self._left, 1)
        card.body.addWidget(self.controls)
        return card

    def _right_column(self) -> QWidget:
        right = ScrollBody(spacing=_GAP)
        column = right.body
        column.addWidget(self.result)
        column.addWidget(self._manual)
        self._recent.add_heading(self._words.text("screens.scan.recent_title"))
        self._recent.body.addStretch(1)
        column.addWidget(self._recent)
        column.addStretch(1)
        return right

    def _manual_card(self) -> Card:
        card = Card(padding=18, spacing=10)
        hint = Label("Ctrl+L", role=TextRole.CAPTION, tone="ink3")
        title = self._words.text("screens.scan.manual_title")
        heading = card.add_heading(title, trailing=hint)
        heading.setBuddy(self.entry)
        self.entry.setAccessibleName(title)
        self.entry.setPlaceholderText(self._words.text("screens.scan.manual_hint"))
        self.entry.returnPressed.connect(self._enter_text)
        find = Button(self._words.text("screens.scan.manual_find"), kind=ButtonKind.SOFT)
        find.clicked.connect(self._enter_text)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.entry, 1)
        row.addWidget(find)
        card.body.addLayout(row)
        return card

    def _toggle_pause(self) -> None:
        (self.resume_wanted if self._is_paused else self.pause_wanted).emit()

    def _enter_text(self) -> None:
        text = self.entry.text().strip()
        if text:
            self.text_entered.emit(text)


def _recent_row(scan: RecentScan) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 2, 0, 2)
    line.setSpacing(10)
    line.addWidget(Icon(scan.icon, size=18))
    line.addWidget(ElidedLabel(scan.label, role=TextRole.SMALL), 1)
    line.addWidget(Label(scan.state, role=TextRole.CAPTION, tone="primary"))
    line.addWidget(Label(scan.time, role=TextRole.CAPTION, tone="ink2"))
    return row
