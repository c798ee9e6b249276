"""Files released programs have written open for ever; never edit them, only add."""

import io
import json
from pathlib import Path

from store.attachment_cipher import open_chunks
from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.passphrase_keyfile import PassphraseKeyfile
from sync.custody.key_file import KeyFile
from sync.custody.pending import decode_pending, open_pending
from sync.custody.recovery import RecoverySecret, answer_recovery, read_recovery_request
from sync.custody.slots import database_key, open_slot
from sync.suites.at_rest import TypedSecret
from tests.fakes.entropy import SeededEntropy

VECTORS = Path(__file__).parents[1] / "vectors" / "custody"
SECRETS: dict[str, str] = json.loads((VECTORS / "secrets.json").read_text(encoding="utf-8"))
PASSPHRASE = TypedSecret(SECRETS["passphrase"])
PIN = TypedSecret(SECRETS["pin"], bytes.fromhex(SECRETS["device_secret"]))


def key_file(name: str) -> KeyFile:
    file = KeySlotFile(VECTORS / name).read()
    assert file is not None
    return file


def test_key_file_from_before_slots_opens() -> None:
    path = VECTORS / "key-file-1.cbor"
    opened = PassphraseKeyfile(path, passphrase=PASSPHRASE.text, entropy=SeededEntropy()).load("replica")

    assert KeySlotFile(path).is_from_before_slots()
    assert opened == bytes.fromhex(SECRETS["database_key_before_slots"])


def test_key_file_of_version_2_opens_for_both_operators() -> None:
    file = key_file("key-file-2.cbor")

    one, other = open_slot(file, "0921", PASSPHRASE), open_slot(file, "0922", PIN)

    assert one.data_keys == other.data_keys == ((1, bytes.fromhex(SECRETS["data_key_1"])),)
    assert one.file_key.hex() == SECRETS["file_key"]
    assert database_key(one, 1).hex() == SECRETS["database_key_1"]


def test_key_file_in_the_middle_of_a_rekey_opens_with_both_keys() -> None:
    opened = open_slot(key_file("key-file-2-rekeying.cbor"), "0922", PIN)

    assert [database_key(opened, epoch).hex() for epoch in (1, 2)] == [
        SECRETS["database_key_1"],
        SECRETS["database_key_2"],
    ]


def test_recovery_request_and_answer_open() -> None:
    request = read_recovery_request((VECTORS / "recovery-request.txt").read_text())
    city = RecoverySecret(1, bytes.fromhex(SECRETS["recovery_secret"]))
    pending = decode_pending((VECTORS / "recovery-pending.cbor").read_bytes())
    kept, made = (VECTORS / "recovery-answer.txt").read_text(), answer_recovery(request, city=city)
    new = TypedSecret(SECRETS["new_passphrase"])

    opened = [open_pending(key_file("key-file-2.cbor"), pending, answer, new) for answer in (kept, made)]

    assert opened[0] == opened[1]
    assert opened[0].data_keys == ((1, bytes.fromhex(SECRETS["data_key_1"])),)


def test_sealed_attachment_opens() -> None:
    sealed = io.BytesIO((VECTORS / "attachment.sealed").read_bytes())

    opened = b"".join(open_chunks(sealed, bytes.fromhex(SECRETS["attachment_key"])))

    assert opened == bytes(range(256)) * 257
