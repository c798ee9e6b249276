"""The key file as values: who has a slot, what is wrapped in it, and the seal over the whole.

A slot has two locks in a row. What the operator types opens the slot's own key pair;
the data key is sealed to its public half. So the data key can be replaced when
somebody leaves, without asking everybody else for their secrets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sync.custody.errors import OperatorUnknownError
from sync.custody.key_file_names import SecretKind as SecretKind
from sync.suites.at_rest_values import KdfCost
from sync.suites.suite import SuiteId, WrappedKey

INSTALLATION_BYTES: Final = 16
# The operators of a file keep one suite for good; a national one would be another file version.
SLOT_SUITE: Final = SuiteId.INTERNATIONAL
# A replica from before slots: its data key itself is the key of its database.
EPOCH_BEFORE_SLOTS: Final = 0
FIRST_EPOCH: Final = 1


@dataclass(frozen=True, slots=True)
class EpochKey:
    """The data key of one epoch, sealed to one holder."""

    epoch: int
    wrapped: WrappedKey


@dataclass(frozen=True, slots=True)
class OperatorSlot:
    """One operator's way in."""

    operator: str
    kind: SecretKind
    cost: KdfCost
    salt: bytes
    nonce: bytes
    sealed: bytes  # the slot's private key and the file's key, under what the operator types
    public: bytes
    data_keys: tuple[EpochKey, ...]


@dataclass(frozen=True, slots=True)
class RecoverySlot:
    """The city's way in, for a forgotten secret; `device` is the name the city knows this computer by."""

    device: str
    suite: int
    public: bytes
    data_keys: tuple[EpochKey, ...]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Everything beside the database that opens it; two epochs are in use only while keys change."""

    installation: bytes
    generation: int
    epochs: tuple[int, ...]
    slots: tuple[OperatorSlot, ...]
    recovery: RecoverySlot | None = None
    tag: bytes = b""

    @property
    def operators(self) -> tuple[str, ...]:
        return tuple(slot.operator for slot in self.slots)

    def slot(self, operator: str) -> OperatorSlot:
        """Find the slot of an operator.

        Raises:
            OperatorUnknownError: there is none.

        """
        for slot in self.slots:
            if slot.operator == operator:
                return slot
        raise OperatorUnknownError(operator=operator)


@dataclass(frozen=True, slots=True)
class OpenedKeys:
    """What an open slot gives; lives in memory until the program locks.

    `data_keys` are 32 bytes each, one for each epoch of the file, oldest first.
    """

    operator: str
    file_key: bytes = field(repr=False)
    data_keys: Sequence[tuple[int, bytes]] = field(repr=False)

    @property
    def epoch(self) -> int:
        return self.data_keys[-1][0]
