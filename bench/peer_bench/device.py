"""A device of the job: the real replica and the real exchange, with a counter on its line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bench.peer_bench.server import BenchServer
from store import (
    DeliveryState,
    Origin,
    OutboxItem,
    Store,
    StoredRecord,
    count_records,
    count_unsent,
    enqueue,
    keep_enrolment,
    open_store,
    read_records,
    transaction,
    unsent_envelopes,
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
from sync.progress import SyncOutcome, SyncState
from sync.relay_client import RelayClient
from sync.runner import SyncRunner

T = TypeVar("T")
Edits = Mapping[str, Mapping[str, FieldValue]]


@dataclass
class CountingLine:
    """A transport that counts what goes over it."""

    line: HttpTransport
    up: int = 0
    down: int = 0
    requests: int = 0

    @property
    def total(self) -> int:
        return self.up + self.down

    def reset(self) -> None:
        self.up = self.down = self.requests = 0

    def exchange(self, request: Request) -> Response:
        self.requests += 1
        self.up += len(request.method) + len(request.target) + len(request.body)
        self.up += sum(len(name) + len(value) + 4 for name, value in request.headers.items())
        answer = self.line.exchange(request)
        self.down += len(answer.body) + sum(
            len(name) + len(value) + 4 for name, value in answer.headers.items()
        )
        return answer

    def close(self) -> None:
        self.line.close()


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
    count: CountingLine = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.clock, self.entropy = SystemClock(), SystemEntropy()
        self.store = open_store(self.folder / "replica.db", bytes(range(32)))
        self.count = CountingLine(HttpTransport(self.server.url))
        invitation = decode_invitation(self.server.invitations.pop(), now_ms=self.clock.now_ms())
        self.identity = generate_identity(entropy=self.entropy, org=invitation.org)
        membership = enrol(invitation, identity=self.identity, operator="林秀梅")
        keep_enrolment(self.store, encode_enrolment(membership))
        relay = RelayClient(self.count, signer=self.identity, clock=self.clock, entropy=self.entropy)
        relay.post_enrolment(request_enrolment(self.identity, name=self.folder.name, code=invitation.code))
        self._make_runner()
        while self.sync().state is not SyncState.OK:
            pass

    def _make_runner(self) -> None:
        self.runner = SyncRunner(
            replica=_Replica(self.store), transport=self.count, clock=self.clock, entropy=self.entropy
        )

    def sync(self) -> SyncOutcome:
        return self.runner.run_once(lambda _progress: None)

    def sync_and_tell(self) -> bool:
        return self.sync().state is SyncState.OK

    def seal(self) -> None:
        """Seal what waits, as the exchange does before it sends."""
        self.count.line.close()
        outcome = self.sync()
        assert outcome.state is SyncState.OFFLINE, outcome
        self.count = CountingLine(HttpTransport(self.server.url))
        self._relay = RelayClient(self.count, signer=self.identity, clock=self.clock, entropy=self.entropy)
        self._sealed = unsent_envelopes(self.store)

    def post_sealed(self) -> None:
        """Send it; any thread may, the replica is not touched."""
        for row in self._sealed:
            self._relay.post_envelope(row.body)

    def create(self, people: Edits) -> None:
        self._queue(people)

    def edit(self, edits: Edits) -> None:
        self._queue(edits)

    def _queue(self, edits: Edits) -> None:
        """Do what finishing forms does, in one act: the records show it, the outbox owes it."""
        held = read_records(self.store, "person", list(edits))
        now_ms = self.clock.now_ms()
        last = None
        records, changes = [], []
        for record_id, fields in edits.items():
            before = held.get(record_id)
            last = tick(last, wall_ms=now_ms, node=self.identity.device_id)
            change = Change(
                id=self.entropy.uuid(),
                record_kind="person",
                record_id=record_id,
                base_revision=before.revision if before else None,
                revision=revision_of(last),
                edits=fields,
                made_at=last,
                operator="林秀梅",
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

    def all_applied(self) -> bool:
        [(open_items,)] = self.store.rows("SELECT count(*) FROM outbox WHERE state <> 'applied'")
        return count_unsent(self.store) == 0 and open_items == 0

    def people(self) -> int:
        return count_records(self.store, "person")

    def same_as(self, other: "BenchDevice") -> bool:
        question = "SELECT id, fields FROM records ORDER BY id"
        return self.store.rows(question) == other.store.rows(question)

    def conflicts(self) -> int:
        [(number,)] = self.store.rows("SELECT count(DISTINCT record_id) FROM conflicts")
        return int(number)

    def false_conflicts(self, edited: str) -> int:
        [(number,)] = self.store.rows("SELECT count(*) FROM conflicts WHERE field <> ?", (edited,))
        return int(number)
