"""The last word of a device that erases itself: the office learns that its order was carried out.

A report like any other, sealed and in the chain, sent just before the keys go, because after that nobody
could sign it. It proves nothing: whoever holds the keys of a lost device can say as much. And nothing waits
for it: without a line, or where the relay takes nothing, the device erases itself all the same.
"""

import logging

from store.connection import Store
from store.outbox import count_unsent
from sync.adaptive_size import AdaptiveSize
from sync.change import ERASING, DeviceReport
from sync.envelope.header import EnvelopeKind
from sync.errors import SyncError
from sync.ports import Clock, Entropy
from sync.push import seal_items
from sync.relay_client import RelayClient
from sync.replica import Membership, Replica
from sync.sending import send_unsent
from sync.trust_kept import read_times
from sync.version import PROGRAM_VERSION

logger = logging.getLogger(__name__)


def say_last_word(
    replica: Replica,
    member: Membership,
    *,
    relay: RelayClient,
    size: AdaptiveSize,
    clock: Clock,
    entropy: Entropy,
) -> None:
    """Seal and send it, once; whatever is in the way is noted in the log and changes nothing."""
    try:
        report = DeviceReport(
            at_ms=clock.now_ms(),
            program=PROGRAM_VERSION,
            system="",
            free_mib=0,
            unsent=replica.run(count_unsent),
            last_sync_ms=replica.run(read_times).signed_ms,
            forms=(),
            troubles=(ERASING,),
        )
        kind = EnvelopeKind.CHANGES
        seal_items(replica, member, [report], kind=kind, clock=clock, entropy=entropy, keep=_keep_nothing)
        send_unsent(replica, member, relay=relay, size=size, clock=clock, delivered=_count_nothing)
    except SyncError as error:
        logger.info("last word %s", error.code)


def _keep_nothing(_replica: Store, _envelope_id: str, _sequence: int) -> None:
    pass


def _count_nothing(_items: int) -> None:
    pass
