"""What somebody who left may have kept opens nothing from then on, whenever the power goes."""

import pytest

from sync.custody.errors import LastOperatorError, OperatorUnknownError, RekeyUnfinishedError
from sync.custody.key_file_encoding import decode_key_file, encode_key_file
from sync.custody.rotation import begin_rekey, finish_rekey
from sync.custody.slots import add_operator, database_key, open_slot
from tests.custody.story import PASSPHRASE, PIN, begun, colleague, shared
from tests.fakes.entropy import SeededEntropy


def test_between_the_steps_the_file_opens_the_old_and_the_new_database() -> None:
    file, keys = shared()

    moving, grown = begin_rekey(file, keys, entropy=SeededEntropy("new key"))
    again = open_slot(decode_key_file(encode_key_file(moving)), "0922", PIN)

    assert moving.epochs == (1, 2)
    assert database_key(again, 1) == database_key(keys, 1)
    assert database_key(again, 2) == database_key(grown, 2) != database_key(keys, 1)


def test_afterwards_only_the_new_data_key_is_left() -> None:
    file, keys = shared()
    moving, grown = begin_rekey(file, keys, entropy=SeededEntropy("new key"))

    finished, left = finish_rekey(moving, grown)

    assert finished.epochs == (2,)
    assert left.data_keys == grown.data_keys[1:]
    assert database_key(open_slot(finished, "0921", PASSPHRASE), 2) == database_key(grown, 2)


def test_who_leaves_loses_the_slot_at_the_first_step() -> None:
    file, keys = shared()

    moving, _ = begin_rekey(file, keys, entropy=SeededEntropy("new key"), leaving="0922")

    assert moving.operators == ("0921",)
    with pytest.raises(OperatorUnknownError):
        open_slot(moving, "0922", PIN)


def test_the_last_operator_stays() -> None:
    file, keys = begun()

    with pytest.raises(LastOperatorError):
        begin_rekey(file, keys, entropy=SeededEntropy("new key"), leaving="0921")


def test_nobody_is_added_while_keys_change() -> None:
    file, keys = begun()
    moving, grown = begin_rekey(file, keys, entropy=SeededEntropy("new key"))

    with pytest.raises(RekeyUnfinishedError):
        add_operator(moving, grown, colleague(), entropy=SeededEntropy("late"))
