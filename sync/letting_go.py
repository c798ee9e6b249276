"""Sealed bytes a device lets go: what the city has carried out, once no backup of the relay can lack it.

A year of photos would lie here twice, as envelopes long after the files themselves are gone. The
row stays with digest, receipt and place in the chain, and the last link keeps its bytes. Age counts
from the later of two words, the relay's when it took the envelope and the city's last about what was
in it, to the city's newest: a clock here that jumps a year ahead lets nothing go, and after months in
which nobody at the city read anything, what it has only now carried out is not gone the next day.
"""

from itertools import islice, takewhile
from typing import Final

from store.connection import Store
from store.sealed import SpentEnvelope, let_bodies_go, spent_envelopes
from sync.receipt import read_kept_receipt
from sync.trust_kept import read_times

# No backup of a relay should be older (`QUANCAI_KEEP_DAYS`, docs/server.md).
KEEP_SEALED_MS: Final = 90 * 86_400_000
# Each may be a megabyte that is read to be given up: a year of them goes in many small commits.
_MOST_AT_ONCE: Final = 32


def let_sealed_go(replica: Store) -> int:
    """Empty the oldest envelopes that are spent and old enough, some at a time; say how many."""
    before_ms = read_times(replica).signed_ms - KEEP_SEALED_MS
    # One judged late holds back those behind it, or each exchange would look through all of them.
    old = takewhile(lambda one: _last_word_ms(one) < before_ms, spent_envelopes(replica))
    going = [one.id for one in islice(old, _MOST_AT_ONCE)]
    if going:
        let_bodies_go(replica, going)
    return len(going)


def _last_word_ms(spent: SpentEnvelope) -> int:
    return max(read_kept_receipt(spent.receipt).received_at_ms, spent.judged_at_ms)
