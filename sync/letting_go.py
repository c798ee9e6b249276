"""Sealed bytes a device lets go: what the city has carried out, once no backup of the relay can lack it.

A year of photos would lie here twice, as envelopes long after the files themselves are gone. The
row stays with digest, receipt and place in the chain, and the last link keeps its bytes. Age is the
difference of two signed times, the relay's when it took the envelope and the city's newest: a clock
here that jumps a year ahead lets nothing go.
"""

from itertools import islice, takewhile
from typing import Final

from store.connection import Store
from store.sealed import let_bodies_go, spent_envelopes
from sync.receipt import read_kept_receipt
from sync.trust_kept import read_times

# No backup of a relay should be older (`QUANCAI_KEEP_DAYS`, docs/server.md).
KEEP_SEALED_MS: Final = 90 * 86_400_000
# Each may be a megabyte that is read to be given up: a year of them goes in many small commits.
_MOST_AT_ONCE: Final = 32


def let_sealed_go(replica: Store) -> int:
    """Empty the oldest envelopes that are spent and old enough, some at a time; say how many."""
    taken_before_ms = read_times(replica).signed_ms - KEEP_SEALED_MS
    old = takewhile(
        lambda one: read_kept_receipt(one[1]).received_at_ms < taken_before_ms, spent_envelopes(replica)
    )
    going = [envelope_id for envelope_id, _ in islice(old, _MOST_AT_ONCE)]
    if going:
        let_bodies_go(replica, going)
    return len(going)
