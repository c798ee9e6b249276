"""What an unlocked program works with: the two workers, a reading connection, and the news.

Pages never ask the workers themselves. They tell the desk what the officer did, and
hear one `News` value after everything that may have changed the replica. Closing
happens in one order: the exchange first, then the replica.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.enrolment.member_runner import Connect, MemberRunner, ReadsReport
from desktop.exchange.sync_state import advanced, ended, failed, paused, started
from desktop.news import News, read_news
from desktop.operations.enrolment import Joining
from desktop.shell.sync_indicator import SyncStatus
from desktop.store_worker import QueuedReplica, StoreWorker
from desktop.sync_worker import Runner, SyncWorker
from desktop.traffic import TrafficMeter
from desktop.unlocking import Unlocked
from desktop.wake_listener import WakeListener
from desktop.who_may_come import FIRST_OPERATOR
from store import Store, catch_up
from sync.ports import Clock, Entropy
from sync.progress import SyncOutcome, SyncProgress, SyncState
from sync.replica import Replica
from sync.wipe import Wipe

T = TypeVar("T")
# Lines of the history indexed before whatever else waits has its turn: some 40 ms.
_LINES_AT_ONCE: Final = 500


class Desk(QObject):
    """An unlocked device; lives and is used on the window's thread."""

    news_arrived = Signal(object)  # News
    status_changed = Signal(object, object)  # SyncStatus, SyncProgress | None
    sync_ended = Signal(object)  # SyncOutcome
    between_ended = Signal(object, object)  # what `run_between` gave, or its exception
    broken = Signal(object)  # an exception nobody handled: told to the person by the window

    def __init__(
        self,
        *,
        connect: Connect,
        clock: Clock,
        entropy: Entropy,
        listen: Connect | None = None,
        wipe: Wipe | None = None,
        meter: TrafficMeter | None = None,
        report: ReadsReport | None = None,
    ) -> None:
        super().__init__()
        self.clock, self.entropy, self.meter = clock, entropy, meter
        if meter is not None:
            connect, listen = meter.on(connect), listen and meter.on(listen)
        known = 0 if meter is None else meter.now().last_success_ms
        self.status = SyncStatus(last_success_ms=known or None)
        self.store_worker = StoreWorker(self)
        self._replica = replica = QueuedReplica(self.store_worker)
        self._runner = MemberRunner(
            replica, connect=connect, clock=clock, entropy=entropy, wipe=wipe, report=report
        )
        # Without a line to listen on, the timer of the exchange alone decides when to look.
        self._make_watch = None if listen is None else partial(self._runner.make_watch, listen)
        self._listener: WakeListener | None = None
        self._sync_worker = SyncWorker(self._make_runner, self)
        self._sync_worker.started.connect(lambda: self._show_status(started(self.status)))
        self._sync_worker.progress.connect(self._advance)
        self._sync_worker.finished.connect(self._end)
        self._sync_worker.failed.connect(self._fail)
        self._sync_worker.between_ended.connect(self._end_between)
        self.news: News | None = None
        self.reader: Store | None = None
        self.unlocked: Unlocked | None = None
        self._is_locked = self._is_opening = self._was_paused = False

    def open(
        self,
        unlock: Callable[[], Unlocked],
        *,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Unlock and open the replica on its thread, then a second connection that can only read.

        Unlocking is made slow on purpose, so it must not happen on the window's thread. After a
        lock the pages keep the reader they have, and the exchange goes on.
        """
        self._is_opening = True
        unlocked: list[Unlocked] = []

        def open_writer() -> Store:
            unlocked.append(unlock())
            return unlocked[0].open_writer()

        def opened(_: None) -> None:
            self._is_opening = False
            self.unlocked, fresh = unlocked[0], unlocked[0].open_reader()
            if self.reader is None:
                self.reader = fresh
            else:
                self.reader.close()
                self.reader.database = fresh.database
            was_locked, self._is_locked = self._is_locked, False
            self.refresh(done=lambda _: done())
            self._listen()
            if was_locked and not self._was_paused:
                self._sync_worker.resume()

        def refused(error: Exception) -> None:
            self._is_opening = False
            self._let_go_if_quiet()
            failed(error)

        self.store_worker.open(open_writer, done=opened, failed=refused)

    def lock(self) -> None:
        """Let go of the replica and its keys as soon as the exchange in flight has ended."""
        if self.unlocked is None or self._is_locked:
            return
        self._is_locked, self._was_paused = True, self._sync_worker.is_paused
        self._stop_listening()
        self._sync_worker.hold()
        self._sync_worker.give_up_between()
        self._let_go_if_quiet()

    def run(
        self,
        operation: Callable[[Store], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self.store_worker.run(operation, done=done, failed=failed or self.broken.emit)

    @property
    def is_syncing(self) -> bool:
        return self._sync_worker.is_running

    @property
    def operator(self) -> str:
        """Name who works here now, for what is signed with a name; empty where nobody has joined.

        The first slot has no name of its own: behind it is whoever this computer joined for.
        """
        membership = self.news.membership if self.news is not None else None
        inside = self.unlocked.operator if self.unlocked is not None else FIRST_OPERATOR
        if membership is None:
            return ""
        return membership.operator if inside == FIRST_OPERATOR else inside

    def shows_records(self) -> bool:
        """Say whether records may be shown, as of the newest news; a failed exchange brings some, too."""
        return self.news is not None and self.news.day.closed_code is None

    def refresh(self, *, done: Callable[[News], None] | None = None) -> None:
        if self._is_locked:
            return
        now_ms = self.clock.now_ms()

        def tell(news: News) -> None:
            if self.reader is None:
                return  # the desk was closed meanwhile, and nobody can look anything up
            self.news = news
            self.status = replace(self.status, unsent=news.day.unsent, returned=news.day.returned)
            self.news_arrived.emit(news)
            self.status_changed.emit(self.status, None)
            if done is not None:
                done(news)

        self.run(lambda store: read_news(store, now_ms=now_ms), done=tell)

    def sync(self) -> None:
        if not self._is_locked:
            self._sync_worker.request()

    def run_between(self, work: Callable[[Replica, Callable[[], None]], object]) -> None:
        """Run work on the replica between two exchanges, on their thread; `between_ended` tells of it."""
        self._sync_worker.run_between(partial(work, self._replica))

    def give_up_between(self) -> None:
        self._sync_worker.give_up_between()

    def pause_sync(self) -> None:
        """Let an exchange that runs end after its command in flight, and start no other."""
        self._sync_worker.hold()
        self._show_status(paused(self.status))

    def resume_sync(self) -> None:
        self._sync_worker.resume()

    def join(self, joining: Joining) -> None:
        self._runner.join(joining)
        self.sync()

    def close(self) -> None:
        """End in the order that leaves no half work: exchange, reader, replica."""
        self._stop_listening()
        self._sync_worker.stop()
        if self.reader is not None:
            self.reader.close()
            self.reader = None
        self.store_worker.close()
        if self.meter is not None and (self.unlocked is not None or self._is_locked):
            self.meter.keep()
        self.unlocked = None

    def _let_go_if_quiet(self) -> None:
        """Close a locked replica, unless an exchange still ends or somebody is coming in."""
        if not self._is_locked or self._is_opening or self._sync_worker.is_running:
            return
        self.unlocked = self.news = None
        if self.reader is not None:
            self.reader.close()
        self.store_worker.shut()

    def _listen(self) -> None:
        if self._make_watch is not None and self._listener is None:
            self._listener = WakeListener(self._make_watch, self)
            self._listener.woken.connect(self._wake)
            self._listener.start()

    def _stop_listening(self) -> None:
        if self._listener is not None:
            self._listener.ask_to_stop()
            self._listener = None

    def listen_again(self) -> None:
        """Wait for the server's call under the identity of now: this computer has joined anew."""
        self._stop_listening()
        self._listen()

    def _wake(self) -> None:
        if not self._sync_worker.is_paused:
            self.sync()

    def _make_runner(self) -> Runner:
        return self._runner

    def _advance(self, progress: SyncProgress) -> None:
        if not self._sync_worker.is_paused:
            self._show_status(advanced(self.status, progress), progress)

    def _end_between(self, result: object, error: Exception | None) -> None:
        if self._is_locked:
            self._let_go_if_quiet()
        else:
            self.refresh()
        self.between_ended.emit(result, error)

    def _end(self, outcome: SyncOutcome) -> None:
        if self._sync_worker.is_paused:  # cut short: what it did counts, and it is no success of all
            self._show_status(paused(self.status))
        else:
            self._show_status(ended(self.status, outcome))
            if self.meter is not None and outcome.state is SyncState.OK:
                self.meter.note_success(outcome.at_ms)
        if self._is_locked:
            self._let_go_if_quiet()
            return
        self.sync_ended.emit(outcome)
        if self.reader is not None:  # whoever heard it may have closed the desk
            self.refresh()
            self._catch_up()
            if self.meter is not None:  # a laptop is switched off as often as the program is closed
                meter = self.meter
                self.run(lambda _: meter.keep(), done=lambda _: None)

    def _catch_up(self, is_behind: bool = True) -> None:  # noqa: FBT001, FBT002 - an answer of the store
        """Have the index of persons follow what came, piece by piece: the officer's acts go between."""
        if is_behind and not self._is_locked and self.reader is not None:
            # One that fails says so to the next search, which does the same.
            self.run(partial(catch_up, most=_LINES_AT_ONCE), done=self._catch_up, failed=lambda _: None)

    def _fail(self, error: Exception) -> None:
        self._show_status(failed(self.status))
        self._let_go_if_quiet()
        self.broken.emit(error)

    def _show_status(self, status: SyncStatus, progress: SyncProgress | None = None) -> None:
        self.status = status
        self.status_changed.emit(status, progress)
