"""How an exchange reaches the replica, and what this device is a member of.

Only one thread may write, and it is not the one that talks to the relay: work on the
store is handed over as a function and waited for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import store.enrolment
from store.connection import Store
from store.copies_new_device import holds_records_from_before
from sync.envelope.chain import chain_name
from sync.errors import NotEnrolledError, RegistryMissingError
from sync.keys.enrolment import Enrolment, decode_enrolment
from sync.keys.identity import DeviceIdentity
from sync.keys.registry import RegistryDocument, read_registry
from sync.keys.roots import TrustRoots, follow_roots
from sync.lease import NOTHING_SEEN, SeenTimes, judged_now
from sync.standing import Standing, standing_of
from sync.trust_kept import read_former, read_times

Result = TypeVar("Result")
_ASKS_AGAIN: Final = frozenset({Standing.PENDING, Standing.RESTORED, Standing.LEASE_OVER})


class Replica(Protocol):
    """Runs an operation where the store may be written, and waits for its result."""

    def run(self, operation: Callable[[Store], Result]) -> Result: ...


@dataclass(frozen=True, slots=True)
class Membership:
    """Who this device is and whom it trusts; without a registry it has only just been invited."""

    enrolment: Enrolment
    registry: RegistryDocument | None
    times: SeenTimes = NOTHING_SEEN
    former: tuple[DeviceIdentity, ...] = ()  # keys this device had before, newest first
    has_former_records: bool = False  # from an identity that was given up

    @property
    def identity(self) -> DeviceIdentity:
        return self.enrolment.identity

    @property
    def openers(self) -> tuple[DeviceIdentity, ...]:
        """Whoever something for this device may be sealed to, newest first."""
        return (self.identity, *self.former)

    @property
    def roots(self) -> TrustRoots:
        """The roots of today: those of the invitation, and every change the registry brought."""
        changes = () if self.registry is None else self.registry.root_changes
        return follow_roots(changes, self.enrolment.roots)

    def judged_now(self, wall_ms: int) -> int:
        """Give the moment that expiry is judged at; a clock set back revives nothing."""
        return judged_now(self.times, wall_ms=wall_ms)

    def standing(self, *, wall_ms: int) -> Standing:
        return standing_of(
            self.identity.device_id,
            self.registry,
            times=self.times,
            wall_ms=wall_ms,
            has_former_records=self.has_former_records,
        )

    @property
    def uplink(self) -> str:
        """The name of the chain this device writes."""
        return chain_name(self.identity.device_id, self.enrolment.realm)

    def trusted(self) -> RegistryDocument:
        if self.registry is None:
            raise RegistryMissingError
        return self.registry

    def needs_registry(self, *, now_ms: int) -> bool:
        """Say whether to ask before anything else: no registry, an old or silent one, or one without us."""
        if self.registry is None or self.judged_now(now_ms) >= self.registry.expires_ms:
            return True
        return self.standing(wall_ms=now_ms) in _ASKS_AGAIN


def load_membership(replica: Replica) -> Membership:
    """Read what the replica keeps of it.

    Raises:
        NotEnrolledError: this device has never joined.

    """
    return replica.run(read_member)


def read_member(replica: Store) -> Membership:
    """Read the same where the store is at hand."""
    document = store.enrolment.read_enrolment(replica)
    if document is None:
        raise NotEnrolledError
    enrolment = decode_enrolment(document)
    kept = store.enrolment.read_registry(replica)
    registry = None if kept is None else read_registry(kept[1], enrolment.roots)
    return Membership(
        enrolment,
        registry,
        read_times(replica),
        read_former(replica),
        has_former_records=holds_records_from_before(replica),
    )
