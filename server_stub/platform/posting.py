"""Handing sealed envelopes to the relay, in order; a mailbox it refuses holds up no other (P5).

The bytes were kept before the first try, so whatever ends a try, the next one sends the same, and
the receipts of a handful are kept in one commit: one that was lost is asked for again with those bytes.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from server_stub.database import Database
from server_stub.platform import outgoing
from server_stub.platform.alarms import raise_alarm
from server_stub.platform.outgoing import Outgoing
from server_stub.platform.registry_kept import note_registry_lost
from sync.envelope.encoding import parse_envelope
from sync.errors import EnvelopeForkError, EnvelopeGapError, EpochUnknownError, ServerRefusedError
from sync.keys.identity import PublicIdentity
from sync.receipt import check_receipt_for, verify_receipt
from sync.relay_client import RelayClient

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Posting:
    """Posts what waits in the city database."""

    database: Database
    relay_public: PublicIdentity
    now_ms: int

    def post_all(self, relay: RelayClient) -> bool:
        """Post what can be posted; say whether the relay holds another history of one of our chains."""
        stuck: set[str] = set()
        has_forked = False
        while waiting := self._unposted(stuck):
            for refusal in self._post_some(relay, waiting, stuck):
                has_forked = has_forked or refusal.problem_code == EnvelopeForkError.code
        return has_forked

    def _post_some(
        self, relay: RelayClient, waiting: Sequence[Outgoing], stuck: set[str]
    ) -> list[ServerRefusedError]:
        """Post these, but for chains that are stuck or get stuck; give what the relay refused."""
        receipts: dict[int, bytes] = {}
        refused: list[tuple[Outgoing, ServerRefusedError]] = []
        try:
            for one in waiting:
                if one.audience not in stuck:
                    try:
                        receipts[one.number] = self._post_one(relay, one)
                    except ServerRefusedError as refusal:
                        stuck.add(one.audience)
                        refused.append((one, refusal))
        finally:
            self._note(receipts, refused)
        return [refusal for _, refusal in refused]

    def _post_one(self, relay: RelayClient, one: Outgoing) -> bytes:
        receipt = relay.post_envelope(one.body)
        spoken = verify_receipt(receipt, relay=self.relay_public)
        check_receipt_for(spoken, envelope_id=one.digest, header=parse_envelope(one.body).header)
        return receipt

    def _note(
        self, receipts: Mapping[int, bytes], refused: Sequence[tuple[Outgoing, ServerRefusedError]]
    ) -> None:
        if receipts:
            with self.database.write() as connection:
                outgoing.note_posted(connection, receipts)
        for one, refusal in refused:
            self._note_refusal(one, refusal)

    def _note_refusal(self, one: Outgoing, refusal: ServerRefusedError) -> None:
        """Set aside what the relay will never take; what it lacks from us it gets in the next round."""
        logger.warning("relay refused envelope %s: %s", one.digest, refusal.problem_code)
        want = refusal.details.get("want")
        with self.database.write() as connection:
            if refusal.problem_code == EnvelopeGapError.code and isinstance(want, int):
                if not outgoing.rewind(connection, one, want=want):
                    subject = f"{one.audience} {want}"
                    raise_alarm(connection, refusal.problem_code, subject=subject, now_ms=self.now_ms)
            elif refusal.problem_code == EpochUnknownError.code:
                note_registry_lost(connection)
            else:
                outgoing.note_refused(connection, one.number, code=refusal.problem_code)

    def _unposted(self, stuck: Collection[str]) -> Sequence[Outgoing]:
        with self.database.read() as connection:
            return outgoing.unposted(connection, but_for=stuck)
