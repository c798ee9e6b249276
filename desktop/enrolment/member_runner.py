"""The exchange of a device that may have to join first.

It is what the sync thread drives. A prepared request to join waits in a slot; the
next run keeps it in the replica, then asks, then goes on as every run does. It is
kept before it is sent, because an answer that got lost must not cost the keys, and one that was
never sent goes out at the next run, also of a program that was closed and opened meanwhile.
"""

from collections.abc import Callable
from functools import partial

from desktop.operations.edits import shipped_policy
from desktop.operations.enrolment import (
    Joining,
    ask_to_join,
    keep_joining,
    note_asked,
    read_membership,
    unsent_joining,
)
from sync.errors import NotEnrolledError, Retry, SyncError
from sync.ports import Clock, Entropy, Transport
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep
from sync.replica import Replica
from sync.runner import SyncRunner
from sync.wake import WakeWatch
from sync.wipe import Wipe

Connect = Callable[[str], Transport]


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
    ) -> None:
        self._replica, self._connect, self._wipe = replica, connect, wipe
        self._clock, self._entropy = clock, entropy
        self._waiting: Joining | None = None
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
        return self._runner.run_once(progress)

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

    def _join_if_asked(self, progress: Callable[[SyncProgress], None]) -> None:
        asked = self._waiting
        joining = asked if asked is not None else self._unsent()
        if joining is None:
            return
        progress(SyncProgress(SyncStep.CONNECT))
        self._runner = None
        if asked is not None:
            self._replica.run(partial(keep_joining, joining=asked))
        ask_to_join(
            joining,
            transport=self._connect(joining.enrolment.relay_url),
            clock=self._clock,
            entropy=self._entropy,
        )
        self._replica.run(note_asked)
        self._waiting, self._has_asked = None, True

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
