"""What a door reads of a key file is what the whole file says."""

from pathlib import Path

import pytest

from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.key_slot_generations import KeySlotGenerations
from sync.cbor import decode_cbor, encode_cbor
from sync.custody.key_file_encoding import encode_key_file
from sync.custody.key_file_names import MAX_FILE_BYTES, SecretKind, read_operators
from sync.errors import KeyStoreUnavailableError, SyncError
from tests.custody.story import begun, shared


def test_every_slot_is_named_with_its_kind_in_the_order_of_the_file() -> None:
    assert read_operators(encode_key_file(shared()[0])) == (
        ("0921", SecretKind.PASSPHRASE),
        ("0922", SecretKind.PIN),
    )


def test_damaged_file_gives_way_to_the_generation_before_as_for_whoever_opens_it(tmp_path: Path) -> None:
    place = KeySlotFile(tmp_path / "key.slot")
    place.write(begun()[0])
    place.write(shared()[0])
    place.path.write_bytes(place.path.read_bytes()[:-7])

    assert KeySlotGenerations(place.path).newest(read_operators) == (("0921", SecretKind.PASSPHRASE),)


def test_damaged_file_alone_names_nobody(tmp_path: Path) -> None:
    place = KeySlotFile(tmp_path / "key.slot")
    place.write(begun()[0])
    place.path.write_bytes(b"\xa0")

    with pytest.raises(KeyStoreUnavailableError):
        KeySlotGenerations(place.path).newest(read_operators)


@pytest.mark.parametrize("change", [{"version": 3}, {"slots": []}, {"slots": [{}]}, {"unknown": 1}])
def test_another_layout_is_refused(change: dict[str, object]) -> None:
    row = decode_cbor(encode_key_file(begun()[0]), limit=MAX_FILE_BYTES)
    assert isinstance(row, dict)

    with pytest.raises(SyncError):
        read_operators(encode_cbor({**row, **change}))
