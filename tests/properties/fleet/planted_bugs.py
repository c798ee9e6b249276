"""Programs that are wrong on purpose, each in one place, to see that the simulation can fail.

Every bug is one that real products have had: a cursor saved before the rows, an envelope
sealed again for a retry, work thrown away once it was sent, the losing value dropped.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

import bench.simulation.laptop
import desktop.operations.drafts
import server_stub.platform.intake
import server_stub.platform.judging
import server_stub.platform.merging
import server_stub.relay.mailbox
import server_stub.relay.one_envelope
import server_stub.relay.taking
import sync.accept
import sync.pull
import sync.runner
import sync.sending
import sync.settle
from server_stub.platform.inbox import InboxState
from store.connection import Store
from store.copies_new_device import begin_as_new_device
from store.inbox import keep_received
from store.sealed import mark_delivered
from store.submissions import keep_submission
from sync.absorb_many import absorb_states
from sync.envelope.verifying import verify_envelope
from sync.errors import SyncError
from sync.replica import Membership, Replica
from sync.sending import send_unsent

Plant = Callable[[pytest.MonkeyPatch], None]


def form_and_edits_in_commits_of_their_own(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(desktop.operations.drafts, "transaction", lambda _store: nullcontext())


def sealed_again_for_a_retry(patch: pytest.MonkeyPatch) -> None:
    honest = send_unsent

    def send(replica: Replica, member: Membership, **rest: Any) -> None:
        try:
            honest(replica, member, **rest)
        except SyncError:
            replica.run(_unseal)
            raise

    patch.setattr(sync.runner, "send_unsent", send)


def _unseal(replica: Store) -> None:
    delivered = "SELECT sequence, digest, chain FROM sealed_envelopes WHERE delivered_at_ms IS NOT NULL"
    [last, *_] = [*replica.rows(f"{delivered} ORDER BY sequence DESC LIMIT 1"), None]
    replica.execute("UPDATE outbox SET state = 'queued', envelope_id = NULL WHERE state = 'sealed'")
    replica.execute("DELETE FROM sealed_envelopes WHERE delivered_at_ms IS NULL")
    replica.execute("DELETE FROM chains WHERE name LIKE '%city/350500'")
    if last is not None:
        sequence, digest, chain = last
        replica.execute("INSERT INTO chains VALUES (?, ?, ?)", (chain, sequence, digest))


def work_thrown_away_once_delivered(patch: pytest.MonkeyPatch) -> None:
    honest = mark_delivered

    def deliver(replica: Store, envelope_id: str, **rest: Any) -> None:
        honest(replica, envelope_id, **rest)
        replica.execute("DELETE FROM outbox WHERE envelope_id = ?", (envelope_id,))

    patch.setattr(sync.sending, "mark_delivered", deliver)


def repeats_refused_instead_of_answered(patch: pytest.MonkeyPatch) -> None:
    honest = server_stub.relay.mailbox._look_up

    def forget(connection: Any, envelope: Any) -> Any:
        return replace(honest(connection, envelope), receipt=None)

    patch.setattr(server_stub.relay.mailbox, "_look_up", forget)


def cursor_saved_before_the_rows(patch: pytest.MonkeyPatch) -> None:
    honest = keep_received

    def keep(replica: Store, rows: Sequence[Any], *, stream: str, cursor: int) -> None:
        replica.execute("INSERT OR REPLACE INTO cursors (stream, position) VALUES (?, ?)", (stream, cursor))
        honest(replica, rows, stream=stream, cursor=cursor)

    patch.setattr(sync.pull, "keep_received", keep)


def envelopes_never_settled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.settle, "settle_received", lambda *_row, **_state: None)


def an_exception_for_every_envelope_with_a_form(patch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise LookupError

    patch.setattr(server_stub.platform.judging.Judging, "check", fail)


def losing_value_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(server_stub.platform.merging, "keep_conflicts", lambda *_found, **_more: [])


def last_record_of_an_envelope_forgotten(patch: pytest.MonkeyPatch) -> None:
    honest = absorb_states

    def absorb(replica: Store, states: Sequence[Any], **rest: Any) -> Any:
        return honest(replica, states[:-1], **rest)

    patch.setattr(sync.accept, "absorb_states", absorb)


def a_plain_copy_beside_the_replica(patch: pytest.MonkeyPatch) -> None:
    honest = keep_submission

    def keep(replica: Store, submission: Any) -> None:
        (replica.path.parent / "form.tmp").write_bytes(submission.xml)
        honest(replica, submission)

    patch.setattr(desktop.operations.drafts, "keep_submission", keep)


def a_new_identity_forgets_waiting_work(patch: pytest.MonkeyPatch) -> None:
    honest = begin_as_new_device

    def begin(replica: Store) -> object:
        waiting = honest(replica)
        replica.execute("DELETE FROM outbox WHERE state NOT IN ('applied', 'returned')")
        return waiting

    patch.setattr(bench.simulation.laptop, "begin_as_new_device", begin)


def late_work_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(server_stub.relay.one_envelope, "verify_for_keeping", verify_envelope)
    patch.setattr(server_stub.relay.taking, "verify_for_keeping", verify_envelope)


def late_work_dropped(patch: pytest.MonkeyPatch) -> None:
    def drop(intake: Any, arrived: Any, _late: object) -> None:
        server_stub.platform.inbox.settle(intake.connection, arrived.digest, InboxState.APPLIED)

    patch.setattr(server_stub.platform.intake.Intake, "_keep_for_review", drop)


def nothing_ever_leaves(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.settle, "_let_go", lambda *_replica, **_scope: None)
    patch.setattr(sync.accept, "let_leave", lambda *_replica, **_records: None)


def nobody_asks_about_what_was_not_named(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sync.accept, "want_unnamed", lambda _replica: None)


BUGS: Mapping[Plant, str] = {
    form_and_edits_in_commits_of_their_own: "P1",
    sealed_again_for_a_retry: "P2",
    work_thrown_away_once_delivered: "P3",
    repeats_refused_instead_of_answered: "P3",
    cursor_saved_before_the_rows: "P4",
    envelopes_never_settled: "P5",
    an_exception_for_every_envelope_with_a_form: "P5",
    losing_value_dropped: "P6",
    last_record_of_an_envelope_forgotten: "P6",
    a_plain_copy_beside_the_replica: "P7",
    a_new_identity_forgets_waiting_work: "P8",
    late_work_refused: "P9",
    late_work_dropped: "P9",
    nothing_ever_leaves: "P10",
    nobody_asks_about_what_was_not_named: "P10",
}
