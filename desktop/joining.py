"""From an invitation to the first records: shows the steps, makes the installation, asks, waits, fills.

A computer without a network can take its invitation and go on waiting; nothing is lost by
closing the program, and the invitation can be given again. Nothing is sent before a person
has compared the fingerprint.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.capture.barcode_decoder import Scan
from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.errors import CaptureError
from desktop.capture.frame_source import FrameSource
from desktop.desk import Desk
from desktop.enrolment.fill_presenter import Arrived, FillPresenter
from desktop.enrolment.invitation_reading import looks_like_invitation, read_invitation_file
from desktop.enrolment.wizard_page import FillAct, WizardStep
from desktop.enrolment.wizard_presenter import WizardPresenter
from desktop.enrolment.wizard_view import WizardView
from desktop.error_report import report_error
from desktop.errors import DesktopError
from desktop.first_fill import FirstFill
from desktop.news import News
from desktop.operations.enrolment import prepare_joining
from desktop.shell.secret_form import NewSecret
from desktop.shell.sync_indicator import SyncStatus
from resources.words import Words
from sync.errors import EnrolmentPendingError, SyncError
from sync.keys.enrolment import decode_invitation, encode_invitation
from sync.progress import SyncOutcome, SyncProgress
from updates.provisioned import Provisioned

_ASK_AGAIN_MS: Final = 1_500
_ASK_RARELY_MS: Final = 15_000
_OFTEN: Final = 20

Install = Callable[[NewSecret, Callable[[Exception], None]], None]


class Joining(QObject):
    """Steers the first run until somebody goes to work; `install` makes the installation behind the door."""

    entered = Signal()
    left = Signal()
    language_chosen = Signal(str)

    def __init__(
        self,
        desk: Desk,
        words: Words,
        *,
        device_name: str,
        fill: FirstFill,
        install: Install,
        cameras: Sequence[FrameSource] = (),
        has_keychain: bool = False,
        is_installed: bool = True,
        invitation: Path | None = None,
        told: Provisioned | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._words, self._device_name = desk, words, device_name
        self._first_fill, self._install, self._given = fill, install, invitation
        self.enters_by_itself = False  # a demonstration, which nobody presses through
        self._operator = ""
        self._answers = 0
        self._is_camera_on = False
        self.view = WizardView(words, has_keychain=has_keychain, camera_count=len(cameras))
        self.presenter = WizardPresenter(self.view, words=words, is_installed=is_installed)
        self._fill = FillPresenter(words)
        self._feed = CaptureFeed(cameras) if cameras else None
        self._ask_again = QTimer(self)
        self._ask_again.setSingleShot(True)
        self._ask_again.timeout.connect(desk.sync)
        self._connect()
        self.presenter.start()
        self._show_provision(told or Provisioned())
        self._stepped()

    @property
    def is_waiting(self) -> bool:
        """Say whether the request is on its way or granted."""
        return self.presenter.step is WizardStep.FILL

    def read_text(self, text: str) -> None:
        """Take an invitation's text, however it came in."""
        try:
            self.presenter.invited(decode_invitation(text, now_ms=self._desk.clock.now_ms()))
        except SyncError as error:
            self.presenter.refused(self._tell(error))
        self._stepped()

    def read_file(self, path: Path) -> None:
        """Take an invitation's file, or a picture of its code."""
        try:
            text = read_invitation_file(path)
        except (SyncError, DesktopError, CaptureError) as error:
            self.presenter.refused(self._tell(error))
            return
        self.read_text(text)

    def give(self, path: Path) -> None:
        """Hand in an invitation's file; before the step that looks for one it waits for that."""
        self._given = path
        self._stepped()

    def join(self, operator: str, invitation: Path) -> None:
        """Join without asking anybody anything: the demonstration trusts its own server."""
        self._operator = operator
        self.read_file(invitation)
        self.presenter.confirm()
        self._send()

    def installed(self) -> None:
        """Go on: the installation is open, because it was made here or was here before."""
        self.presenter.installed()
        if self._operator and self.presenter.confirmed_invitation() is not None:
            self._send()
        self._stepped()

    def wait(self) -> None:
        """Show the last step of a request that was made before: this computer was closed meanwhile."""
        self._fill.posting()
        self.presenter.fill()
        self._show_fill()
        self._stepped()
        self._desk.sync()

    def close(self) -> None:
        """Let go of camera and timers; whoever shows the view deletes it."""
        self._ask_again.stop()
        self._desk.sync_ended.disconnect(self._answered)
        self._desk.news_arrived.disconnect(self._look)
        self._desk.status_changed.disconnect(self._progressed)
        self._first_fill.completed.disconnect(self._completed)
        if self._feed is not None:
            self._feed.close()
            self._feed = None

    def _show_provision(self, told: Provisioned) -> None:
        if told.profile is not None:
            self.presenter.provision(told.profile)
        elif told.refused is not None:
            self.presenter.refused_provision(self._tell(told.refused))

    def _connect(self) -> None:
        view, presenter, desk = self.view, self.presenter, self._desk
        view.begun.connect(presenter.begin)
        view.gone_back.connect(presenter.back)
        view.confirmed.connect(presenter.confirm)
        view.denied.connect(presenter.deny)
        for moved in (view.begun, view.gone_back, view.confirmed, view.denied):
            moved.connect(self._stepped)
        view.language_chosen.connect(self.language_chosen)
        view.text_entered.connect(self.read_text)
        view.file_chosen.connect(self.read_file)
        view.secret_entered.connect(self._enter_secret)
        view.act_chosen.connect(self._act)
        desk.sync_ended.connect(self._answered)
        desk.news_arrived.connect(self._look)
        desk.status_changed.connect(self._progressed)
        self._first_fill.completed.connect(self._completed)
        if self._feed is not None:
            view.camera_switched.connect(self._feed.next_camera)
            self._feed.frame_taken.connect(view.connect_panel.show_frame)
            self._feed.code_read.connect(self._scanned)
            self._feed.failed.connect(lambda _error: view.connect_panel.show_camera(is_there=False))

    def _stepped(self) -> None:
        """Have the camera on exactly while a code is looked for; read what was given at the start."""
        is_looking = self.presenter.step is WizardStep.CONNECT and self.presenter.invitation is None
        if self._feed is not None and is_looking != self._is_camera_on:
            self._is_camera_on = is_looking
            if is_looking:
                self._feed.start()
            else:
                self._feed.stop()
        if is_looking and self._given is not None:
            given, self._given = self._given, None
            self.read_file(given)

    def _scanned(self, scan: Scan) -> None:
        if looks_like_invitation(scan.text):
            self.read_text(scan.text)
        else:
            self.presenter.refused(self._words.text("screens.enrolment.other_code"))

    def _enter_secret(self, operator: str, secret: NewSecret | None) -> None:
        self._operator = operator
        if secret is None:
            self._send()
            return
        self.view.show_making()
        self._install(secret, lambda error: self.view.refuse_secret(self._tell(error)))

    def _send(self) -> None:
        invitation = self.presenter.confirmed_invitation()
        if invitation is None:
            return
        try:
            joining = prepare_joining(
                encode_invitation(invitation),
                device_name=self._device_name,
                operator=self._operator,
                clock=self._desk.clock,
                entropy=self._desk.entropy,
            )
        except SyncError as error:  # it ended while somebody typed
            self.presenter.drop_invitation()
            self.presenter.refused(self._tell(error))
            self._stepped()
            return
        self._answers = 0
        self._fill.posting()
        self.presenter.fill()
        self._show_fill()
        self._desk.join(joining)

    def _act(self, act: str) -> None:
        match FillAct(act):
            case FillAct.ENTER:
                self.entered.emit()
            case FillAct.RETRY:
                self._desk.sync()
            case FillAct.OTHER_INVITATION:
                self._ask_again.stop()
                self.presenter.drop_invitation()
                self._stepped()
            case FillAct.CLOSE:
                self.left.emit()

    def _progressed(self, _status: SyncStatus, progress: SyncProgress | None) -> None:
        if progress is not None and self.is_waiting:
            self._fill.progress(progress)
            self._show_fill()

    def _answered(self, outcome: SyncOutcome) -> None:
        if not self.is_waiting or self._fill.is_admitted:
            return
        self._fill.ended(outcome)
        self._show_fill()
        if outcome.code == EnrolmentPendingError.code:
            self._answers += 1
            self._ask_again.start(_ASK_AGAIN_MS if self._answers < _OFTEN else _ASK_RARELY_MS)

    def _look(self, news: News) -> None:
        if not self.is_waiting:
            return
        registry, membership = news.registry, news.membership
        if not self._fill.is_admitted and registry and membership:
            if registry.device(membership.identity.device_id) is None:
                return
            self._fill.admitted()
            self._first_fill.begin()
            if self.enters_by_itself:
                self.entered.emit()
                return
            self._desk.sync()
        self._fill.arrived(self._first_fill.arrived())
        self._show_fill()

    def _completed(self, arrived: Arrived) -> None:
        if self.is_waiting:
            self._fill.arrived(arrived)
            self._fill.completed()
            self._show_fill()

    def _show_fill(self) -> None:
        self.view.show_fill(self._fill.page())

    def _tell(self, error: Exception) -> str:
        return report_error(error, words=self._words, entropy=self._desk.entropy).in_one_line(self._words)
