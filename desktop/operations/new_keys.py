"""New keys for this computer: the wish is sealed beside waiting work and goes up with the next exchange."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from store.connection import Store
from sync.ports import Clock, Entropy
from sync.replica import load_membership
from sync.rotate import ask_for_new_keys

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _AtHand:
    """A replica that is already on the thread that writes."""

    store: Store

    def run(self, operation: Callable[[Store], T]) -> T:
        return operation(self.store)


def ask_for_keys(store: Store, *, suite: int | None, clock: Clock, entropy: Entropy) -> bool:
    """Draw keys and seal the wish; say whether one was made (one that waits is not made twice).

    Raises:
        NotEnrolledError, RegistryMissingError: this computer is no member yet.
        SuiteMismatchError: the city has no key of this suite.
        SuiteUnknownError: this computer cannot make keys of this suite.

    """
    replica = _AtHand(store)
    return ask_for_new_keys(replica, load_membership(replica), clock=clock, entropy=entropy, suite=suite)
