"""The key file on the disk: whole or not at all, and never taken for empty."""

from pathlib import Path

import pytest

from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.passphrase_keyfile import PassphraseKeyfile
from sync.custody.slots import add_operator
from sync.errors import KeyStoreUnavailableError
from tests.custody.story import QUICK, begun, colleague
from tests.fakes.entropy import SeededEntropy


@pytest.fixture
def place(tmp_path: Path) -> KeySlotFile:
    return KeySlotFile(tmp_path / "key.slot")


def test_generation_before_is_kept(place: KeySlotFile) -> None:
    file, keys = begun()
    grown = add_operator(file, keys, colleague(), entropy=SeededEntropy("colleague"))

    place.write(file)
    place.write(grown)

    assert place.read() == grown
    assert KeySlotFile(place.previous).read() == file
    assert place.path.stat().st_mode & 0o077 == 0


def test_truncated_file_gives_way_to_the_generation_before(place: KeySlotFile) -> None:
    file, keys = begun()
    place.write(file)
    place.write(add_operator(file, keys, colleague(), entropy=SeededEntropy("colleague")))
    place.path.write_bytes(place.path.read_bytes()[:-7])

    assert place.read() == file


def test_damaged_file_does_not_push_out_the_good_generation(place: KeySlotFile) -> None:
    file, keys = begun()
    place.write(file)
    place.write(add_operator(file, keys, colleague(), entropy=SeededEntropy("colleague")))
    place.path.write_bytes(b"")

    place.write(file)

    assert KeySlotFile(place.previous).read() == file


def test_damaged_file_alone_is_not_taken_for_a_new_installation(place: KeySlotFile) -> None:
    place.write(begun()[0])
    place.path.write_bytes(place.path.read_bytes()[:-1])

    with pytest.raises(KeyStoreUnavailableError):
        place.read()


def test_file_from_before_slots_is_recognised(place: KeySlotFile) -> None:
    PassphraseKeyfile(place.path, passphrase="a", entropy=SeededEntropy("old"), cost=QUICK).save(
        "replica", b"k"
    )

    assert place.is_from_before_slots()


def test_disk_that_does_not_take_it_leaves_what_was_there(place: KeySlotFile) -> None:
    place.write(begun()[0])
    before = place.path.read_bytes()
    place.path.with_name("key.slot.previous.new").mkdir()

    with pytest.raises(KeyStoreUnavailableError):
        place.write(begun("another")[0])

    assert place.path.read_bytes() == before


def test_destroyed_keys_are_in_no_generation(place: KeySlotFile) -> None:
    file, _ = begun()
    place.write(file)
    place.write(file)

    place.destroy()

    assert list(place.path.parent.iterdir()) == []
