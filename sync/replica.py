"""How an exchange reaches the replica, and what this device is a member of.

Only one thread may write, and it is not the one that talks to the relay: work on the
store is handed over as a function and waited for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import store.enrolment
from store.connection import Store
from sync.envelope.chain import chain_name
from sync.errors import NotEnrolledError, RegistryMissingError
from sync.keys.enrolment import Enrolment, decode_enrolment
from sync.keys.identity import DeviceIdentity
from sync.keys.registry import RegistryDocument, read_registry

Result = TypeVar("Result")


class Replica(Protocol):
    """Runs an operation where the store may be written, and waits for its result."""

    def run(self, operation: Callable[[Store], Result]) -> Result: ...


@dataclass(frozen=True, slots=True)
class Membership:
    """Who this device is and whom it trusts; without a registry it has only just been invited."""

    enrolment: Enrolment
    registry: RegistryDocument | None

    @property
    def identity(self) -> DeviceIdentity:
        return self.enrolment.identity

    @property
    def uplink(self) -> str:
        """The name of the chain this device writes."""
        return chain_name(self.identity.device_id, self.enrolment.realm)

    def trusted(self) -> RegistryDocument:
        if self.registry is None:
            raise RegistryMissingError
        return self.registry

    def needs_registry(self, *, now_ms: int) -> bool:
        """Say whether nothing can be done before asking: no registry, an old one, or one without us."""
        if self.registry is None or now_ms >= self.registry.expires_ms:
            return True
        return self.registry.device(self.identity.device_id) is None


def load_membership(replica: Replica) -> Membership:
    """Read what the replica keeps of it.

    Raises:
        NotEnrolledError: this device has never joined.

    """
    document, registry = replica.run(_read)
    if document is None:
        raise NotEnrolledError
    enrolment = decode_enrolment(document)
    return Membership(enrolment, None if registry is None else read_registry(registry, enrolment.roots))


def _read(replica: Store) -> tuple[bytes | None, bytes | None]:
    registry = store.enrolment.read_registry(replica)
    return store.enrolment.read_enrolment(replica), None if registry is None else registry[1]
