"""From an invitation to the first records: asks, waits for the office, asks again.

A computer without a network can take its invitation and go on waiting; nothing is
lost by closing the program, and the invitation can be given again.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.desk import Desk, News
from desktop.enrolment.joining_view import JoiningView
from desktop.error_report import ErrorReport, report_error
from desktop.errors import InvitationUnreadableError
from desktop.operations.enrolment import prepare_joining
from resources.words import Words
from sync.errors import EnrolmentPendingError, SyncError
from sync.progress import SyncOutcome

_ASK_AGAIN_MS: Final = 1_500
_MAX_INVITATION_BYTES: Final = 16_384


class Joining(QObject):
    """Steers the joining page until this computer is a member."""

    joined = Signal()

    def __init__(self, desk: Desk, words: Words, *, device_name: str, invitation: Path | None = None) -> None:
        super().__init__()
        self._desk, self._words, self._device_name = desk, words, device_name
        self.view = JoiningView(words, invitation=invitation)
        self.view.joining.connect(self.join)
        self._ask_again = QTimer(self)
        self._ask_again.setSingleShot(True)
        self._ask_again.setInterval(_ASK_AGAIN_MS)
        self._ask_again.timeout.connect(desk.sync)
        desk.sync_ended.connect(self._answered)
        desk.news_arrived.connect(self._look)

    def join(self, operator: str, invitation: Path) -> None:
        """Read the invitation and send the request."""
        try:
            joining = prepare_joining(
                _read_invitation(invitation),
                device_name=self._device_name,
                operator=operator,
                clock=self._desk.clock,
                entropy=self._desk.entropy,
            )
        except (SyncError, InvitationUnreadableError) as error:
            self._refuse(error)
            return
        self._desk.join(joining)

    def _answered(self, outcome: SyncOutcome) -> None:
        if outcome.code == EnrolmentPendingError.code:
            self.view.show_waiting()
            self._ask_again.start()
        elif outcome.code is not None:
            told = self._words.error(outcome.code)
            told_here = ErrorReport(told.title, told.explanation, told.next_step, outcome.code)
            self.view.show_refusal(told_here.in_one_line(self._words))

    def _look(self, news: News) -> None:
        registry, membership = news.registry, news.membership
        if registry and membership and registry.device(membership.identity.device_id):
            self._desk.sync_ended.disconnect(self._answered)
            self._desk.news_arrived.disconnect(self._look)
            self.joined.emit()

    def _refuse(self, error: Exception) -> None:
        told = report_error(error, words=self._words, entropy=self._desk.entropy)
        self.view.show_refusal(told.in_one_line(self._words))


def _read_invitation(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_INVITATION_BYTES).decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise InvitationUnreadableError(file=path.name) from error
