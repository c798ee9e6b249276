"""Taking in several envelopes at once without waiting for the disk after each of them.

An envelope stays in the inbox, kept before it was looked into, until what it holds is on the
disk; a power cut in between means that it is read again, which changes nothing. So a first
fill commits quickly and becomes durable once, at its end. One envelope alone is no fill: its
commit waits for the disk like everything else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from store.bulk import make_durable, quick_commits
from store.connection import Store
from sync.replica import Replica, Result


@dataclass(frozen=True, slots=True)
class _QuickReplica:
    """The same replica; its commits do not wait, those of the officer beside it do."""

    replica: Replica

    def run(self, operation: Callable[[Store], Result]) -> Result:
        return self.replica.run(partial(_commit_quickly, operation=operation))


@contextmanager
def filling(replica: Replica, *, envelopes: int) -> Iterator[Replica]:
    """Give the replica to settle so many envelopes in; all of it is on the disk when the block ended well."""
    if envelopes < 2:
        yield replica
        return
    yield _QuickReplica(replica)
    replica.run(make_durable)


def _commit_quickly(store: Store, *, operation: Callable[[Store], Result]) -> Result:
    with quick_commits(store):
        return operation(store)
