"""The way down, first half: keep what the relay hands out before looking into it.

Rows and cursor are one commit, so the cursor never passes what we hold (P4). Nothing
is judged here; a broken envelope is kept like any other and judged when settling.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from store.connection import Store
from store.cursors import read_cursor
from store.inbox import ReceivedEnvelope, keep_received
from sync.adaptive_size import AdaptiveSize
from sync.errors import Retry, SyncError
from sync.ports import Clock
from sync.relay_client import RelayClient
from sync.replica import Membership, Replica
from sync.wire import MAX_PAGE_ITEMS

MAILBOX_STREAM = "mailbox"


@dataclass(frozen=True, slots=True)
class PulledPage:
    """What one question brought."""

    received: int
    has_more: bool
    epoch: int


FIRST_PAGE: Final = 8
MIN_PAGE: Final = 2


def page_size() -> AdaptiveSize:
    """Give how many envelopes are asked for at once."""
    return AdaptiveSize(low=MIN_PAGE, high=MAX_PAGE_ITEMS, now=FIRST_PAGE)


def mailbox_stream(member: Membership) -> str:
    """Name the cursor of a device's own mailbox."""
    return f"{MAILBOX_STREAM}/{member.identity.device_id}"


def pull_page(
    replica: Replica, member: Membership, *, relay: RelayClient, size: AdaptiveSize, clock: Clock
) -> PulledPage:
    """Ask for what comes after the cursor and keep it.

    Raises:
        SyncError: nothing came; the cursor stands where it stood.

    """
    stream = mailbox_stream(member)
    cursor = replica.run(partial(read_cursor, stream=stream))
    began = clock.monotonic_s()
    try:
        page = relay.fetch_page(after=cursor, limit=size.now)
    except SyncError as error:
        if error.retry is Retry.LATER:
            size.failed()
        raise
    size.arrived(clock.monotonic_s() - began)
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
