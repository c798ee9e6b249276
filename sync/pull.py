"""The way down, first half: keep what the relay hands out before looking into it.

Rows and cursor are one commit, so the cursor never passes what we hold (P4). Nothing
is judged here; a broken envelope is kept like any other and judged when settling.
"""

from dataclasses import dataclass
from functools import partial

from store.connection import Store
from store.cursors import read_cursor
from store.inbox import ReceivedEnvelope, keep_received
from sync.ports import Clock
from sync.relay_client import RelayClient
from sync.replica import Membership, Replica

MAILBOX_STREAM = "mailbox"


@dataclass(frozen=True, slots=True)
class PulledPage:
    """What one question brought."""

    received: int
    has_more: bool
    epoch: int


def pull_page(replica: Replica, member: Membership, *, relay: RelayClient, clock: Clock) -> PulledPage:
    """Ask for what comes after the cursor and keep it."""
    stream = f"{MAILBOX_STREAM}/{member.identity.device_id}"
    cursor = replica.run(partial(read_cursor, stream=stream))
    page = relay.fetch_page(after=cursor)
    if not page.items:
        return PulledPage(received=0, has_more=False, epoch=page.epoch)
    digest = member.identity.cipher.digest
    rows = [
        ReceivedEnvelope(item.position, digest(item.body).hex(), item.body, clock.now_ms())
        for item in page.items
    ]
    newest = page.items[-1].position
    replica.run(partial(_keep, rows=rows, stream=stream, cursor=newest))
    return PulledPage(received=len(rows), has_more=page.head > newest, epoch=page.epoch)


def _keep(replica: Store, *, rows: list[ReceivedEnvelope], stream: str, cursor: int) -> None:
    keep_received(replica, rows, stream=stream, cursor=cursor)
