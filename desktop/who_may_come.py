"""Who may open this installation, as far as that is readable before anybody has.

Light on purpose: the front door is drawn from this alone, while everything that opens the replica
is still being loaded (`desktop.front_door`).
"""

from dataclasses import dataclass
from typing import Final

from desktop.paths import AppPaths
from sync.adapters.key_slot_generations import KeySlotGenerations
from sync.custody.key_file_names import SecretKind, read_operators

FIRST_OPERATOR: Final = "1"
WIPE_MARKER: Final = "wipe-ordered"  # beside the replica: an erasure that has to be ended first


@dataclass(frozen=True, slots=True)
class OperatorAtTheDoor:
    """One of those who may come in, and by what kind of secret."""

    operator: str
    kind: SecretKind


NAMELESS: Final = OperatorAtTheDoor(FIRST_OPERATOR, SecretKind.PASSPHRASE)


def is_new(paths: AppPaths) -> bool:
    return not KeySlotGenerations(paths.key_file).exists() and not paths.replica.exists()


def is_being_erased(paths: AppPaths) -> bool:
    return (paths.folder / WIPE_MARKER).exists()


def list_operators(paths: AppPaths) -> tuple[OperatorAtTheDoor, ...]:
    """List the slots of this installation; one without slots has one nameless passphrase.

    Raises:
        KeyStoreUnavailableError: the key file cannot be read.

    """
    slot_file = KeySlotGenerations(paths.key_file)
    if not slot_file.exists():
        return ()
    operators = None if slot_file.is_from_before_slots() else slot_file.newest(read_operators)
    if operators is None:
        return (NAMELESS,)
    return tuple(OperatorAtTheDoor(operator, kind) for operator, kind in operators)
