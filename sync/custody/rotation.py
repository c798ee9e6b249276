"""Changing the data key, so that what a leaving operator may have kept opens nothing written from now on.

In between, the key file holds the old and the new data key for everybody who stays:
whichever of the two the database has at the moment a computer loses power, it opens.
The order is: begin and keep the file, change the database, finish and keep the file.
"""

from dataclasses import replace

from sync.custody.errors import LastOperatorError
from sync.custody.key_file import FIRST_EPOCH, KeyFile, OpenedKeys
from sync.custody.recovery import seal_recovery_key
from sync.custody.slots import require_one_epoch, seal_data_key, seal_file
from sync.ports import Entropy
from sync.suites.at_rest import KEY_BYTES


def begin_rekey(
    file: KeyFile, keys: OpenedKeys, *, entropy: Entropy, leaving: str | None = None
) -> tuple[KeyFile, OpenedKeys]:
    """Add a new data key for everybody but the one who leaves; his slot ends here.

    Raises:
        OperatorUnknownError: nobody of this name has a slot.
        LastOperatorError: nobody would be left.
        RekeyUnfinishedError: the keys are being changed already.

    """
    old = require_one_epoch(file)
    left = None if leaving is None else file.slot(leaving)
    staying = [slot for slot in file.slots if slot is not left]
    if not staying:
        raise LastOperatorError
    new, data_key = max(old + 1, FIRST_EPOCH), entropy.take(KEY_BYTES)
    slots = tuple(
        replace(
            slot,
            data_keys=(
                *slot.data_keys,
                seal_data_key(file, operator=slot.operator, public=slot.public, epoch=new, data_key=data_key),
            ),
        )
        for slot in staying
    )
    grown = OpenedKeys(keys.operator, keys.file_key, (*keys.data_keys, (new, data_key)))
    moving = replace(file, slots=slots, epochs=(old, new))
    if file.recovery is not None:
        key = seal_recovery_key(file, file.recovery, grown, epoch=new)
        moving = replace(moving, recovery=replace(file.recovery, data_keys=(*file.recovery.data_keys, key)))
    return seal_file(moving, grown), grown


def finish_rekey(file: KeyFile, keys: OpenedKeys) -> tuple[KeyFile, OpenedKeys]:
    """Let the old data key go, once the database has the new one."""
    newest = file.epochs[-1]
    slots = tuple(replace(slot, data_keys=slot.data_keys[-1:]) for slot in file.slots)
    recovery = file.recovery and replace(file.recovery, data_keys=file.recovery.data_keys[-1:])
    left = OpenedKeys(keys.operator, keys.file_key, keys.data_keys[-1:])
    return seal_file(replace(file, slots=slots, recovery=recovery, epochs=(newest,)), left), left
