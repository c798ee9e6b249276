"""The only loop of the exchange: performs what the session asks for, against replica and ports.

It runs on its own thread and never sleeps: when the session wants to wait, the run
ends and says for how long; whoever owns the thread calls again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import assert_never

from store.attachment_sending import count_waiting_attachments
from store.cursors import read_cursor
from store.errors import StoreUnavailableError
from store.outbox import count_unsent
from sync.attachments import seal_attachments
from sync.errors import EnrolmentPendingError, ServerAnswerInvalidError, ServerRefusedError, SyncError
from sync.keys.registry import verify_registry
from sync.last_word import say_last_word
from sync.merge.policy import ASK_ABOUT_EVERYTHING, MergePolicy
from sync.ports import Clock, Entropy, Transport
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep
from sync.pull import mailbox_stream, page_size, pull_page
from sync.push import payload_size, seal_waiting
from sync.relay_client import RelayClient
from sync.replica import Membership, Replica, load_membership
from sync.rotate import wish_if_too_weak
from sync.sending import send_unsent
from sync.session.commands import FetchRegistry, Finish, Pull, Push, PushAttachments, Settle, Wait
from sync.session.events import Event, Failed, Pulled, Pushed, RegistryKept, Settled, Started, StopAsked
from sync.session.machine import SyncSession
from sync.settle import settle_all
from sync.trust_kept import keep_trusted_registry, note_clock
from sync.wipe import Wipe
from sync.wiping import asks_for_registry, has_more_to_hand_in, tell_standing

Listener = Callable[[SyncProgress], None]


@dataclass
class _Run:
    """What one run has done so far."""

    member: Membership
    relay: RelayClient
    listener: Listener
    pushed: int = 0
    pulled: int = 0
    unsent: int = 0
    is_first_fill: bool = False  # nothing of the city's had come when it began
    files: int = 0  # that waited when attachments began
    upload_refusal: str | None = None  # what the relay said to our work, and will say again
    news: str | None = field(default=None)  # a code worth telling though nothing failed

    @property
    def downloading(self) -> SyncStep:
        return SyncStep.FIRST_FILL if self.is_first_fill else SyncStep.DOWNLOAD

    @property
    def settling(self) -> SyncStep:
        return SyncStep.FIRST_FILL if self.is_first_fill else SyncStep.SETTLE

    def count_pushed(self, items: int) -> None:
        self.pushed += items

    def tell(self, step: SyncStep, done: int = 0, total: int = 0) -> None:
        self.listener(SyncProgress(step, done, total))


class SyncRunner:
    """One device's exchange with the relay."""

    def __init__(
        self,
        *,
        replica: Replica,
        transport: Transport,
        clock: Clock,
        entropy: Entropy,
        wipe: Wipe | None = None,
        policy: MergePolicy = ASK_ABOUT_EVERYTHING,
    ) -> None:
        self._replica = replica
        self._wipe = wipe
        self._policy = policy
        self._transport = transport
        self._clock = clock
        self._entropy = entropy
        self._session = SyncSession()
        self._upload_size = payload_size()
        self._page_size = page_size()
        self._is_stopping = False

    def stop(self) -> None:
        """Ask a running exchange to end after its current command; it may be called from any thread."""
        self._is_stopping = True

    def run_once(self, progress: Listener) -> SyncOutcome:
        """Push all, pull all, settle what came, and say how it ended; it raises no `SyncError`."""
        self._is_stopping = False
        try:
            run = self._begin(progress)
            return self._drive(run)
        except SyncError as error:  # not enrolled, or an unreadable membership: nothing was tried
            return self._outcome(SyncState.REFUSED, error.shown_code)
        except StoreUnavailableError as error:
            return self._outcome(SyncState.REFUSED, error.code)

    def _begin(self, progress: Listener) -> _Run:
        progress(SyncProgress(SyncStep.CONNECT))
        self._replica.run(partial(note_clock, wall_ms=self._clock.now_ms()))
        member = load_membership(self._replica)
        relay = RelayClient(self._transport, signer=member.identity, clock=self._clock, entropy=self._entropy)
        return _Run(
            member,
            relay,
            progress,
            unsent=self._replica.run(count_unsent),
            is_first_fill=self._replica.run(partial(read_cursor, stream=mailbox_stream(member))) == 0,
        )

    def _drive(self, run: _Run) -> SyncOutcome:
        needs_registry = run.member.needs_registry(now_ms=self._clock.now_ms())
        command = self._session.handle(self._started(needs_registry=needs_registry))
        while True:
            match command:
                case Wait():
                    return self._outcome(SyncState.OFFLINE, command.code, run, wait=command.seconds)
                case Finish():
                    if self._has_more_to_hand_in(run):
                        command = self._session.handle(self._started(needs_registry=False))
                        continue
                    run.tell(SyncStep.DONE)
                    code = self._tell_standing(run, refusal=command.code) or command.code
                    state = SyncState.OK if code is None else SyncState.REFUSED
                    return self._outcome(state, code or run.news, run)
                case FetchRegistry() | Push() | Pull() | Settle() | PushAttachments():
                    command = self._session.handle(self._perform(command, run))

    def _started(self, *, needs_registry: bool) -> Started:
        return Started(needs_registry, self._replica.run(count_waiting_attachments) > 0)

    def _has_more_to_hand_in(self, run: _Run) -> bool:
        return has_more_to_hand_in(
            self._replica,
            run.member,
            wipe=self._wipe,
            wall_ms=self._clock.now_ms(),
            entropy=self._entropy,
        )

    def _tell_standing(self, run: _Run, *, refusal: str | None) -> str | None:
        return tell_standing(
            self._replica,
            run.member,
            wipe=self._wipe,
            wall_ms=self._clock.now_ms(),
            refusal=refusal,
            upload_refusal=run.upload_refusal,
            seal=partial(self._seal_anything, run),
            say_last=partial(self._say_last_word, run),
        )

    def _say_last_word(self, run: _Run) -> None:
        size, clock, entropy = self._upload_size, self._clock, self._entropy
        say_last_word(self._replica, run.member, relay=run.relay, size=size, clock=clock, entropy=entropy)

    def _seal(self, run: _Run) -> bool:
        return seal_waiting(
            self._replica, run.member, size=self._upload_size, clock=self._clock, entropy=self._entropy
        )

    def _seal_anything(self, run: _Run) -> bool:
        return self._seal(run) or seal_attachments(
            self._replica, run.member, size=self._upload_size, clock=self._clock, entropy=self._entropy
        )

    def _perform(self, command: FetchRegistry | Push | Pull | Settle | PushAttachments, run: _Run) -> Event:
        if self._is_stopping:
            return StopAsked()
        try:
            match command:
                case FetchRegistry():
                    return self._fetch_registry(run)
                case Push():
                    return self._push(run)
                case Pull():
                    return self._pull(run)
                case Settle():
                    return self._settle(run)
                case PushAttachments():
                    return self._push_attachments(run)
                case _:
                    assert_never(command)
        except SyncError as error:
            if isinstance(command, Push | PushAttachments) and isinstance(error, ServerRefusedError):
                run.upload_refusal = error.shown_code
            return Failed(error, jitter=self._entropy.take(1)[0] / 255)

    def _fetch_registry(self, run: _Run) -> Event:
        run.tell(SyncStep.IDENTITY)
        device_id = run.member.identity.device_id
        signed = run.relay.fetch_registry(device_id)
        known = run.member.registry
        document = verify_registry(
            signed,
            run.member.roots,
            newest_seen=0 if known is None else known.version,
            now_ms=run.member.judged_now(self._clock.now_ms()),
            held=known,
        )
        is_listed = document.device(device_id) is not None
        was_listed = known is not None and known.device(device_id) is not None
        if was_listed and not is_listed and document.excerpt_of is not None:
            # Nobody is taken off the list: our entry is kept from us, and may say that we are revoked.
            raise ServerAnswerInvalidError(status="registry")
        enrolment = run.member.enrolment
        self._replica.run(
            partial(keep_trusted_registry, document=document, signed=signed, enrolment=enrolment)
        )
        run.member = load_membership(self._replica)
        if not is_listed:
            raise EnrolmentPendingError
        return RegistryKept()

    def _push(self, run: _Run) -> Event:
        run.tell(SyncStep.UPLOAD, run.pushed, run.unsent)
        weakness = wish_if_too_weak(self._replica, run.member, clock=self._clock, entropy=self._entropy)
        run.news = run.news or weakness

        def delivered(items: int) -> None:
            run.count_pushed(items)
            run.tell(SyncStep.UPLOAD, run.pushed, max(run.unsent, run.pushed))

        has_sealed = self._seal(run)
        self._send(run, delivered=delivered)
        return Pushed(has_more=has_sealed)

    def _push_attachments(self, run: _Run) -> Event:
        waiting = self._replica.run(count_waiting_attachments)
        run.files = max(run.files, waiting)
        run.tell(SyncStep.ATTACHMENTS, run.files - waiting, run.files)
        has_sealed = self._seal_anything(run)
        self._send(run, delivered=run.count_pushed)
        return Pushed(has_more=has_sealed)

    def _send(self, run: _Run, *, delivered: Callable[[int], None]) -> None:
        send_unsent(
            self._replica,
            run.member,
            relay=run.relay,
            size=self._upload_size,
            clock=self._clock,
            delivered=delivered,
        )

    def _pull(self, run: _Run) -> Event:
        try:
            page = pull_page(
                self._replica, run.member, relay=run.relay, size=self._page_size, clock=self._clock
            )
        except ServerRefusedError as refusal:
            if not asks_for_registry(refusal, run.member):
                raise
            return Pulled(has_more=False, knows_newer_registry=True)
        run.pulled += page.received
        # Positions skip, so only the last page tells how many there were.
        run.tell(run.downloading, run.pulled, 0 if page.has_more else run.pulled)
        known = run.member.registry
        is_behind = known is None or page.epoch > known.version or page.is_full
        return Pulled(has_more=page.has_more, knows_newer_registry=is_behind)

    def _settle(self, run: _Run) -> Event:
        news = settle_all(
            self._replica,
            run.member,
            clock=self._clock,
            policy=self._policy,
            settled=lambda done, total: run.tell(run.settling, done, total),
        )
        run.news = run.news or news
        return Settled()

    def _outcome(
        self, state: SyncState, code: str | None, run: _Run | None = None, *, wait: float | None = None
    ) -> SyncOutcome:
        return SyncOutcome(
            state=state,
            code=code,
            pushed=0 if run is None else run.pushed,
            pulled=0 if run is None else run.pulled,
            at_ms=self._clock.now_ms(),
            wait_seconds=wait,
        )
