"""A forgotten secret: the city's slot, the request of a locked computer, the city's answer.

The request carries the city's slot and a fresh public key whose private half is
already sealed under the new secret, so nothing usable lies on the disk while the
answer travels. The city opens its slot and seals the same keys to that public key.
Who may do that, and that two people agree, is the city's procedure and not ours.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_map, read_text
from sync.codes.base45 import decode_base45, encode_base45
from sync.custody.errors import RecoveryMessageInvalidError, RecoveryNotSetUpError
from sync.custody.key_file import (
    INSTALLATION_BYTES,
    SLOT_SUITE,
    EpochKey,
    KeyFile,
    OpenedKeys,
    RecoverySlot,
)
from sync.custody.key_file_encoding import data_keys_from_plain, data_keys_to_plain
from sync.custody.slots import check_tag, data_key_of, require_one_epoch, seal_file
from sync.errors import NotOpenableError, SyncError
from sync.suites.at_rest import KEY_BYTES
from sync.suites.by_id import suite_by_id
from sync.suites.suite import Suite

REQUEST_PREFIX: Final = "QZR1:"
ANSWER_PREFIX: Final = "QZA1:"
CHALLENGE_BYTES: Final = 16
_MAX_MESSAGE_BYTES: Final = 16_384
_MAX_DEVICE: Final = 64
_REQUEST_KEYS: Final = frozenset({"installation", "device", "suite", "data_keys", "challenge", "public"})
_ANSWER_KEYS: Final = frozenset({"installation", "challenge", "data_keys"})


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The public key of the city's recovery, as an invitation brings it."""

    suite: int
    public: bytes


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """What a locked computer shows the city."""

    installation: bytes
    device: str
    suite: int
    data_keys: tuple[EpochKey, ...]
    challenge: bytes
    public: bytes


@dataclass(frozen=True, slots=True)
class RecoverySecret:
    """The city's half; lies in a key file or a key device and opens every computer's slot."""

    suite: int
    secret: bytes = field(repr=False)


def set_up_recovery(file: KeyFile, keys: OpenedKeys, *, device: str, recovery: RecoveryKey) -> KeyFile:
    """Give the city a slot, or another one after its key or this computer's name has changed.

    Raises:
        RekeyUnfinishedError: two epochs are in use.
        NotOpenableError: not a public key of its suite.

    """
    slot = RecoverySlot(device, recovery.suite, recovery.public, ())
    key = seal_recovery_key(file, slot, keys, epoch=require_one_epoch(file))
    return seal_file(replace(file, recovery=replace(slot, data_keys=(key,))), keys)


def is_set_up(file: KeyFile, *, device: str, recovery: RecoveryKey) -> bool:
    slot = file.recovery
    return slot is not None and (slot.device, slot.suite, slot.public) == (
        device,
        recovery.suite,
        recovery.public,
    )


def seal_recovery_key(file: KeyFile, slot: RecoverySlot, keys: OpenedKeys, *, epoch: int) -> EpochKey:
    """Seal the data key of an epoch, and the key of the file, to the city."""
    payload = data_key_of(keys, epoch) + keys.file_key
    context = _slot_context(file.installation, slot.device, epoch)
    return EpochKey(epoch, suite_by_id(slot.suite).wrap(slot.public, payload, context=context))


def request_recovery(file: KeyFile, *, public: bytes, challenge: bytes) -> str:
    """Write the request of a locked computer: base45 text for a file or a QR code.

    Raises:
        RecoveryNotSetUpError: the city has no slot here.

    """
    slot = file.recovery
    if slot is None:
        raise RecoveryNotSetUpError
    plain = {
        "installation": file.installation,
        "device": slot.device,
        "suite": int(slot.suite),
        "data_keys": data_keys_to_plain(slot.data_keys),
        "challenge": challenge,
        "public": public,
    }
    return REQUEST_PREFIX + encode_base45(encode_cbor(plain))


def read_recovery_request(text: str) -> RecoveryRequest:
    """Read what a computer asks; it proves nothing about who holds that computer.

    Raises:
        RecoveryMessageInvalidError: something else was scanned or loaded.

    """
    try:
        row = read_map(_unpack(text, REQUEST_PREFIX), keys=_REQUEST_KEYS)
        return RecoveryRequest(
            installation=read_bytes(row["installation"], length=INSTALLATION_BYTES),
            device=read_text(row["device"], limit=_MAX_DEVICE),
            suite=suite_by_id(read_integer(row["suite"])).id,
            data_keys=data_keys_from_plain(row["data_keys"]),
            challenge=read_bytes(row["challenge"], length=CHALLENGE_BYTES),
            public=read_bytes(row["public"]),
        )
    except (SyncError, ValueError) as error:
        raise RecoveryMessageInvalidError from error


def answer_recovery(request: RecoveryRequest, *, city: RecoverySecret) -> str:
    """Open the city's slot and seal what is in it to the computer's new key.

    Raises:
        NotOpenableError: sealed to another city key, or the request was put together from two.
        RecoveryMessageInvalidError: the request names a suite this key is not of.

    """
    suite = suite_by_id(city.suite)
    if request.suite != city.suite:
        raise RecoveryMessageInvalidError
    answers: list[object] = []
    for key in request.data_keys:
        context = _slot_context(request.installation, request.device, key.epoch)
        payload = suite.unwrap(city.secret, key.wrapped, context=context)
        context = _answer_context(request.installation, request.challenge, key.epoch)
        # The computer's own key pair is of the suite its slots are made in, not of the city's.
        sealed = _device_suite().wrap(request.public, payload, context=context)
        answers.append([key.epoch, sealed.encapsulated, sealed.ciphertext])
    plain = {"installation": request.installation, "challenge": request.challenge, "data_keys": answers}
    return ANSWER_PREFIX + encode_base45(encode_cbor(plain))


def open_answer(file: KeyFile, answer: str, *, operator: str, private: bytes, challenge: bytes) -> OpenedKeys:
    """Take the keys out of the city's answer.

    Raises:
        RecoveryMessageInvalidError: not an answer, or not to this request.
        KeyFileChangedError: the keys are not those this key file was sealed with.

    """
    try:
        row = read_map(_unpack(answer, ANSWER_PREFIX), keys=_ANSWER_KEYS)
        asked = (file.installation, challenge)
        if (read_bytes(row["installation"]), read_bytes(row["challenge"])) != asked:
            raise RecoveryMessageInvalidError
        opened = [
            (key.epoch, _open_payload(file, key, private=private, challenge=challenge))
            for key in data_keys_from_plain(row["data_keys"])
        ]
    except (SyncError, ValueError) as error:
        raise RecoveryMessageInvalidError from error
    file_keys = {payload[KEY_BYTES:] for _, payload in opened}
    if len(file_keys) != 1 or tuple(epoch for epoch, _ in opened) != file.epochs:
        raise RecoveryMessageInvalidError
    [file_key] = file_keys
    check_tag(file, file_key)
    return OpenedKeys(operator, file_key, tuple((epoch, payload[:KEY_BYTES]) for epoch, payload in opened))


def _open_payload(file: KeyFile, key: EpochKey, *, private: bytes, challenge: bytes) -> bytes:
    context = _answer_context(file.installation, challenge, key.epoch)
    payload = _device_suite().unwrap(private, key.wrapped, context=context)
    if len(payload) != 2 * KEY_BYTES:
        raise NotOpenableError(part="recovery")
    return payload


def _device_suite() -> Suite:
    return suite_by_id(SLOT_SUITE)


def _slot_context(installation: bytes, device: str, epoch: int) -> bytes:
    return encode_cbor(["quancai recovery", 2, installation, device, epoch])


def _answer_context(installation: bytes, challenge: bytes, epoch: int) -> bytes:
    return encode_cbor(["quancai recovery answer", 2, installation, challenge, epoch])


def _unpack(text: str, prefix: str) -> object:
    packed = text.strip().upper()
    if not packed.startswith(prefix):
        raise RecoveryMessageInvalidError
    return decode_cbor(decode_base45(packed.removeprefix(prefix)), limit=_MAX_MESSAGE_BYTES)
