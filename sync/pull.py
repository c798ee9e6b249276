"""The way down, first half: keep what the relay hands out before looking into it.

Rows and cursor are one commit, so the cursor never passes what we hold (P4). No envelope
is judged here; a broken one is kept like any other and judged when settling. Their positions
are, for the cursor goes where they say. While what waits unjudged is more than anybody sends
in good faith, nothing more is asked for.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from store.connection import Store
from store.cursors import read_cursor
from store.inbox import InboxState, ReceivedEnvelope, count_bytes, keep_received
from sync.adaptive_size import AdaptiveSize
from sync.envelope.verifying import name_envelope
from sync.errors import Retry, SyncError
from sync.ports import Clock
from sync.relay_client import RelayClient
from sync.replica import Membership, Replica
from sync.wire import MAX_PAGE_ITEMS

MAILBOX_STREAM = "mailbox"
MOST_WAITING_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PulledPage:
    """What one question brought."""

    received: int
    has_more: bool
    epoch: int
    is_full: bool = False  # nothing was asked: too much waits here to be judged


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
        PositionImplausibleError: nothing of the page was kept; the cursor stands where it stood.
        SyncError: nothing came; the cursor stands where it stood.

    """
    if replica.run(partial(count_bytes, state=InboxState.RECEIVED)) >= MOST_WAITING_BYTES:
        return PulledPage(received=0, has_more=False, epoch=0, is_full=True)
    stream = mailbox_stream(member)
    cursor = replica.run(partial(read_cursor, stream=stream))
    began = clock.monotonic_s()
    try:
        latest = member.judged_now(clock.now_ms())  # the city's word counts where a clock lost its battery
        page = relay.fetch_page(after=cursor, limit=size.now, latest_ms=latest)
    except SyncError as error:
        if error.retry is Retry.LATER:
            size.failed()
        raise
    size.arrived(clock.monotonic_s() - began)
    if not page.items:
        return PulledPage(received=0, has_more=False, epoch=page.epoch)
    rows = [
        # By its writer's suite, as relay, platform and sticks name it: whoever reads it may have another.
        ReceivedEnvelope(item.position, name_envelope(item.body), item.body, clock.now_ms())
        for item in page.items
    ]
    newest = page.items[-1].position
    replica.run(partial(_keep, rows=rows, stream=stream, cursor=newest))
    return PulledPage(received=len(rows), has_more=page.head > newest, epoch=page.epoch)


def _keep(replica: Store, *, rows: list[ReceivedEnvelope], stream: str, cursor: int) -> None:
    keep_received(replica, rows, stream=stream, cursor=cursor)
