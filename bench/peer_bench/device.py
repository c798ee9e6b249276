"""A device of the job: the real replica and the real exchange."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bench.peer_bench.server import LOOK_AGAIN_S, BenchServer
from store import (
    DeliveryState,
    Origin,
    OutboxItem,
    Store,
    StoredRecord,
    catch_up,
    count_unsent,
    enqueue,
    keep_enrolment,
    list_records,
    open_conflicts,
    open_store,
    read_records,
    transaction,
    write_records,
)
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.change import Change, FieldValue
from sync.item_encoding import encode_item
from sync.keys.enrolment import decode_invitation, encode_enrolment, enrol, request_enrolment
from sync.keys.identity import generate_identity
from sync.merge.revision import revision_of, tick
from sync.ports import Request, Response
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep
from sync.push import payload_size, seal_waiting
from sync.relay_client import RelayClient
from sync.replica import load_membership
from sync.runner import Listener, SyncRunner
from sync.sending import send_unsent

T = TypeVar("T")
Edits = Mapping[str, Mapping[str, FieldValue]]


@dataclass
class AskingLine:
    """A transport that counts and times questions; bytes are counted on the wire itself."""

    line: HttpTransport
    requests: int = 0
    waited_s: float = 0.0

    def exchange(self, request: Request) -> Response:
        self.requests += 1
        began = time.perf_counter()
        try:
            return self.line.exchange(request)
        finally:
            self.waited_s += time.perf_counter() - began

    def close(self) -> None:
        self.line.close()


@dataclass(frozen=True, slots=True)
class Sent:
    """How long handing over took: from request to receipt, and until the receipt was kept."""

    to_receipt_s: float
    kept_s: float


@dataclass
class _Replica:
    store: Store

    def run(self, operation: Callable[[Store], T]) -> T:
        return operation(self.store)


@dataclass
class BenchDevice:
    """One device that has joined and holds what its scope has."""

    folder: Path
    server: BenchServer
    line: AskingLine = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.clock, self.entropy = SystemClock(), SystemEntropy()
        self.store = open_store(self.folder / "replica.db", bytes(range(32)))
        self.line = AskingLine(HttpTransport(self.server.url))
        invitation = decode_invitation(self.server.invitations.pop(), now_ms=self.clock.now_ms())
        self.identity = generate_identity(entropy=self.entropy, org=invitation.org)
        membership = enrol(invitation, identity=self.identity, operator="林秀梅")
        keep_enrolment(self.store, encode_enrolment(membership))
        relay = RelayClient(self.line, signer=self.identity, clock=self.clock, entropy=self.entropy)
        relay.post_enrolment(request_enrolment(self.identity, name=self.folder.name, code=invitation.code))
        self.runner = SyncRunner(
            replica=_Replica(self.store), transport=self.line, clock=self.clock, entropy=self.entropy
        )
        while self.sync().state is not SyncState.OK:
            time.sleep(LOOK_AGAIN_S)

    def sync(self, listener: Listener = lambda _progress: None) -> SyncOutcome:
        """Exchange once, as the program does."""
        return self.runner.run_once(listener)

    def sync_until_sent(self) -> float:
        """Exchange once; give the seconds until all receipts were kept."""
        began = time.perf_counter()
        sent = [0.0]

        def listen(progress: SyncProgress) -> None:
            if progress.step is SyncStep.UPLOAD:
                sent[0] = time.perf_counter() - began

        while (outcome := self.sync(listen)).wait_seconds is not None:
            time.sleep(outcome.wait_seconds)  # the server hung up or is busy; the program waits as well
        assert outcome.state is SyncState.OK, outcome
        assert count_unsent(self.store) == 0
        return sent[0]

    def seal(self) -> float:
        """Seal what waits and do not send it; give the seconds until it is on the disk."""
        began = time.perf_counter()
        member = load_membership(_Replica(self.store))
        while seal_waiting(
            _Replica(self.store), member, size=payload_size(), clock=self.clock, entropy=self.entropy
        ):
            pass
        return time.perf_counter() - began

    def send_sealed(self) -> Sent:
        """Hand over what is sealed and keep the receipts, as the program does."""
        relay = RelayClient(self.line, signer=self.identity, clock=self.clock, entropy=self.entropy)
        began, waited = time.perf_counter(), self.line.waited_s
        send_unsent(
            _Replica(self.store),
            load_membership(_Replica(self.store)),
            relay=relay,
            size=payload_size(),
            clock=self.clock,
            delivered=lambda _items: None,
        )
        return Sent(self.line.waited_s - waited, time.perf_counter() - began)

    def edit(self, edits: Edits) -> None:
        """Do what finishing a form does: the records show it, the outbox owes it, in one commit."""
        held = read_records(self.store, "person", list(edits))
        now_ms = self.clock.now_ms()
        last, act = None, self.entropy.uuid()
        records, changes = [], []
        for record_id, fields in edits.items():
            before = held.get(record_id)
            last = tick(last, wall_ms=now_ms, node=self.identity.device_id)
            change = Change(
                id=revision_of(last),
                record_kind="person",
                record_id=record_id,
                base_revision=before.base_revision if before else None,
                revision=revision_of(last),
                edits=fields,
                made_at=last,
                operator="林秀梅",
                submission_id=act,
            )
            shown = {**(before.fields if before else {}), **fields}
            base = (before.base_revision, before.base_fields) if before else (None, None)
            records.append(StoredRecord("person", record_id, change.revision, shown, *base, now_ms))
            changes.append(change)
        with transaction(self.store):
            write_records(self.store, records, origin=Origin("device"))
            for change in changes:
                times = {DeliveryState.QUEUED: now_ms}
                enqueue(
                    self.store,
                    OutboxItem(
                        change.id,
                        "change",
                        None,
                        "person",
                        change.record_id,
                        encode_item(change),
                        state_times=times,
                    ),
                )

    def index(self) -> None:
        """Make what people are searched by, as the program does after an exchange."""
        catch_up(self.store)

    def all_applied(self) -> bool:
        """Say whether the city has applied all this device ever made."""
        [(waiting,)] = self.store.rows("SELECT count(*) FROM outbox WHERE state <> 'applied'")
        return int(waiting) == 0

    def people(self) -> dict[str, Mapping[str, FieldValue]]:
        """Give the fields of every person as they are shown here."""
        return {one.id: one.fields for one in list_records(self.store, "person")}

    def differences(self) -> dict[tuple[str, str], frozenset[FieldValue]]:
        """Give both values of each difference that waits for an officer, by record and field."""
        return {
            (one.record_id, one.field): frozenset((one.local, one.remote))
            for one in open_conflicts(self.store)
        }

    def close(self) -> None:
        self.line.close()
        self.store.close()
