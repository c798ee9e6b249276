"""The exchange of a device that may have to join first.

It is what the sync thread drives. A prepared request to join waits in a slot; the
next run keeps it in the replica, then asks, then goes on as every run does. It is
kept before it is sent, because an answer that got lost must not cost the keys, and one that was
never sent goes out at the next run, also of a program that was closed and opened meanwhile.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

from desktop.operations.edits import shipped_policy
from desktop.operations.enrolment import (
    Joining,
    ask_to_join,
    keep_joining,
    kept_joining,
    note_asked,
    read_membership,
    unsent_joining,
)
from sync.change import DeviceReport
from sync.errors import EnrolmentPendingError, NotEnrolledError, Retry, SyncError
from sync.joining_refused import EnrolmentRefusedError
from sync.ports import Clock, Entropy, Transport
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep
from sync.replica import Replica, load_membership
from sync.reporting import report_if_due
from sync.runner import SyncRunner
from sync.wake import WakeWatch
from sync.wipe import Wipe

logger = logging.getLogger(__name__)

Connect = Callable[[str], Transport]
_ASK_EVERY: Final = 3  # runs that found this device not listed yet


class ReadsReport(Protocol):
    """Puts together how this computer stands; called on the thread of the exchange."""

    def read(self, replica: Replica, *, wants_text: bool) -> DeviceReport: ...


class MemberRunner:
    """One device's exchange, from the invitation onwards."""

    def __init__(
        self,
        replica: Replica,
        *,
        connect: Connect,
        clock: Clock,
        entropy: Entropy,
        wipe: Wipe | None = None,
        report: ReadsReport | None = None,
    ) -> None:
        self._replica, self._connect, self._wipe, self._report = replica, connect, wipe, report
        self._clock, self._entropy = clock, entropy
        self._waiting: Joining | None = None
        self._pending = 0
        self._refusal: str | None = None  # heard once; the city does not change its mind about a request
        self._has_asked = False  # nothing is known of a request that waits in the replica
        self._runner: SyncRunner | None = None

    def join(self, joining: Joining) -> None:
        """Leave a request for the next run; a plain assignment, so any thread may call."""
        self._waiting = joining

    def stop(self) -> None:
        if self._runner is not None:
            self._runner.stop()

    def run_once(self, progress: Callable[[SyncProgress], None]) -> SyncOutcome:
        try:
            self._join_if_asked(progress)
            self._runner = self._runner or self._make_runner()
        except SyncError as error:
            is_later = error.retry is Retry.LATER
            state = SyncState.OFFLINE if is_later else SyncState.REFUSED
            return SyncOutcome(state, error.shown_code, pushed=0, pulled=0, at_ms=self._clock.now_ms())
        self._report_if_due()
        outcome = self._runner.run_once(progress)
        return outcome if outcome.code != EnrolmentPendingError.code else self._ask_again(outcome)

    def _ask_again(self, outcome: SyncOutcome) -> SyncOutcome:
        """Post the request again, now and then while it waits: that is how a refusal is heard."""
        joining = self._replica.run(kept_joining)
        if joining is not None and self._refusal is None and self._pending % _ASK_EVERY == 0:
            try:
                self._post(joining)
            except EnrolmentRefusedError as refusal:
                self._refusal = refusal.shown_code
            except SyncError:
                return outcome  # the next run says what is wrong with the line
        self._pending += 1
        if self._refusal is None:
            return outcome
        return replace(outcome, state=SyncState.REFUSED, code=self._refusal)

    def make_watch(self, connect: Connect) -> WakeWatch:
        """Make what waits for the server's call, on a line of its own.

        Raises:
            NotEnrolledError: this device has not joined yet.

        """
        membership = self._replica.run(read_membership)
        if membership is None:
            raise NotEnrolledError
        transport = connect(membership.relay_url)
        return WakeWatch(replica=self._replica, transport=transport, clock=self._clock, entropy=self._entropy)

    def _report_if_due(self) -> None:
        """Seal how this computer stands where that is due; what cannot be said now is said another time."""
        if self._report is None:
            return
        try:
            read = partial(self._read_report, self._report)
            member = load_membership(self._replica)
            report_if_due(self._replica, member, read, clock=self._clock, entropy=self._entropy)
        except SyncError as error:
            logger.info("report %s", error.code)

    def _read_report(self, report: ReadsReport, wants_text: bool) -> DeviceReport:  # noqa: FBT001
        return report.read(self._replica, wants_text=wants_text)

    def _join_if_asked(self, progress: Callable[[SyncProgress], None]) -> None:
        asked = self._waiting
        joining = asked if asked is not None else self._unsent()
        if joining is None:
            return
        progress(SyncProgress(SyncStep.CONNECT))
        self._runner = None
        if asked is not None:
            self._replica.run(partial(keep_joining, joining=asked))
        self._post(joining)
        self._replica.run(note_asked)
        self._waiting, self._has_asked = None, True
        self._pending, self._refusal = 0, None

    def _post(self, joining: Joining) -> None:
        transport = self._connect(joining.enrolment.relay_url)
        ask_to_join(joining, transport=transport, clock=self._clock, entropy=self._entropy)

    def _unsent(self) -> Joining | None:
        """Look once for a request from before; every later run knows that there is none."""
        if self._has_asked:
            return None
        kept = self._replica.run(unsent_joining)
        self._has_asked = kept is None
        return kept

    def _make_runner(self) -> SyncRunner:
        membership = self._replica.run(read_membership)
        if membership is None:
            raise NotEnrolledError
        return SyncRunner(
            replica=self._replica,
            transport=self._connect(membership.relay_url),
            clock=self._clock,
            entropy=self._entropy,
            wipe=self._wipe,
            policy=shipped_policy(),
        )
