"""Attacks on a key file by somebody who holds the disk."""

from dataclasses import replace

import pytest

from sync.custody.errors import (
    KeyFileChangedError,
    OperatorNameInvalidError,
    OperatorNameTakenError,
    OperatorUnknownError,
)
from sync.custody.key_file import EPOCH_BEFORE_SLOTS, SLOT_SUITE
from sync.custody.key_file_encoding import decode_key_file, encode_key_file
from sync.custody.slots import (
    add_operator,
    begin_key_file,
    blind_index_key,
    change_secret,
    database_key,
    open_slot,
    seal_data_key,
)
from sync.errors import PassphraseWrongError
from sync.suites.at_rest import TypedSecret
from sync.suites.by_id import suite_by_id
from tests.custody.story import INSTALLATION, PASSPHRASE, PIN, begun, colleague, first_slot, shared
from tests.fakes.entropy import SeededEntropy


def test_every_operator_opens_the_same_database() -> None:
    file, keys = shared()

    one, other = open_slot(file, "0921", PASSPHRASE), open_slot(file, "0922", PIN)

    assert database_key(one, 1) == database_key(other, 1) == database_key(keys, 1)
    assert (one.operator, other.operator) == ("0921", "0922")


def test_wrong_pin_opens_nothing() -> None:
    file, _ = shared()

    with pytest.raises(PassphraseWrongError):
        open_slot(file, "0922", replace(PIN, text="291848"))


def test_wrong_device_secret_opens_nothing() -> None:
    file, _ = shared()

    with pytest.raises(PassphraseWrongError):
        open_slot(file, "0922", replace(PIN, device_secret=bytes(32)))


def test_stolen_disk_without_the_device_secret_opens_nothing() -> None:
    file, _ = shared()

    with pytest.raises(PassphraseWrongError):
        open_slot(file, "0922", TypedSecret(PIN.text))


def test_slot_swapped_under_another_name_opens_nothing() -> None:
    file, _ = shared()
    first, second = file.slots
    swapped = replace(file, slots=(replace(first, operator="0922"), replace(second, operator="0921")))

    with pytest.raises(PassphraseWrongError):
        open_slot(swapped, "0922", PASSPHRASE)


def test_slot_of_another_installation_opens_nothing() -> None:
    file, _ = begun()

    with pytest.raises(PassphraseWrongError):
        open_slot(replace(file, installation=bytes(16)), "0921", PASSPHRASE)


def test_a_pin_slot_cannot_be_declared_a_passphrase_slot() -> None:
    file, _ = shared()
    first, second = file.slots
    relabelled = replace(file, slots=(first, replace(second, kind=first.kind)))

    with pytest.raises(PassphraseWrongError):
        open_slot(relabelled, "0922", PIN)


def test_data_key_the_attacker_knows_is_not_accepted() -> None:
    """Whoever can write to the disk can seal to a public key, but cannot make the tag."""
    file, _ = begun()
    [slot] = file.slots
    planted = seal_data_key(file, operator="0921", public=slot.public, epoch=1, data_key=bytes(32))
    forged = replace(file, slots=(replace(slot, data_keys=(planted,)),))

    with pytest.raises(KeyFileChangedError):
        open_slot(forged, "0921", PASSPHRASE)


def test_public_key_of_the_attacker_is_noticed_before_a_new_data_key_is_sealed_to_it() -> None:
    file, _ = shared()
    first, second = file.slots
    suite = suite_by_id(SLOT_SUITE)
    planted = suite.sealing_public(suite.new_sealing_secret(SeededEntropy("attacker")))
    forged = replace(file, slots=(first, replace(second, public=planted)))

    with pytest.raises(KeyFileChangedError):
        open_slot(forged, "0921", PASSPHRASE)


def test_slot_removed_from_outside_is_noticed() -> None:
    file, _ = shared()

    with pytest.raises(KeyFileChangedError):
        open_slot(replace(file, slots=file.slots[:1]), "0921", PASSPHRASE)


def test_changed_secret_ends_the_old_one_and_leaves_colleagues_alone() -> None:
    file, keys = shared()
    newer = TypedSecret("祠堂门口的石狮子少了一颗牙")

    changed = change_secret(file, keys, first_slot(newer), entropy=SeededEntropy("change"))

    assert database_key(open_slot(changed, "0921", newer), 1) == database_key(keys, 1)
    assert changed.slot("0922") == file.slot("0922")
    assert changed.generation == file.generation + 1
    with pytest.raises(PassphraseWrongError):
        open_slot(changed, "0921", PASSPHRASE)


def test_one_name_has_one_slot() -> None:
    file, keys = shared()

    with pytest.raises(OperatorNameTakenError):
        add_operator(file, keys, colleague(), entropy=SeededEntropy("again"))


def test_name_that_would_not_fit_the_locked_screen_is_refused() -> None:
    file, keys = begun()

    with pytest.raises(OperatorNameInvalidError):
        add_operator(file, keys, colleague("林 秀梅\n"), entropy=SeededEntropy("odd"))


def test_nobody_without_a_slot_comes_in() -> None:
    file, _ = begun()

    with pytest.raises(OperatorUnknownError):
        open_slot(file, "0999", PASSPHRASE)


def test_database_from_before_slots_keeps_its_key() -> None:
    held = bytes(range(32))
    file, keys = begin_key_file(
        first_slot(), installation=INSTALLATION, entropy=SeededEntropy("old"), database_key=held
    )

    assert file.epochs == (EPOCH_BEFORE_SLOTS,)
    assert database_key(open_slot(file, "0921", PASSPHRASE), EPOCH_BEFORE_SLOTS) == held
    assert blind_index_key(keys, EPOCH_BEFORE_SLOTS) != held


def test_each_purpose_has_its_own_key() -> None:
    _, keys = begun()
    [(_, data_key)] = keys.data_keys

    assert len({data_key, database_key(keys, 1), blind_index_key(keys, 1), keys.file_key}) == 4


def test_no_key_and_no_secret_shows_in_a_repr_or_in_the_file() -> None:
    file, keys = shared()
    encoded, shown = encode_key_file(file), repr((file, keys, PASSPHRASE, PIN, colleague()))
    [(_, data_key)] = keys.data_keys
    secrets = (data_key, keys.file_key, database_key(keys, 1), PASSPHRASE.text.encode(), PIN.text.encode())

    assert [secret for secret in secrets if secret in encoded] == []
    assert [secret for secret in secrets if secret.hex() in shown or repr(secret) in shown] == []
    assert PASSPHRASE.text not in shown
    assert PIN.text not in shown


def test_key_file_comes_back_as_it_was_written() -> None:
    file, _ = shared()

    assert decode_key_file(encode_key_file(file)) == file
