"""How envelopes lie in a folder: one file each, named by its digest, under the reader it is for.

    quancai-courier/
      up/DIGEST.envelope             for the city
      down/DEVICE/DIGEST.envelope    for one device
      receipts/DIGEST.receipt        the relay's word for an envelope that went up
      lists/WRITER-TIME-ROLE.cbor    a signed list: what was packed, or what was taken

A half-copied file does not have the digest its name says; it is left where it is and may
be copied again. A list makes a lost file visible, and a taken one proves custody. Nothing
is read before it is counted, and one envelope at a time is in memory.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from sync.adapters.private_file import write_private_file
from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_choice, read_integer, read_list, read_map
from sync.cose import Signer, read_signed, sign_message
from sync.courier.limits import MAX_FILES, read_within, survey
from sync.envelope.encoding import MAX_ENVELOPE_BYTES
from sync.errors import SyncError
from sync.keys.identity import KeyId, VerificationKey, read_device_id
from sync.keys.registry_document import RegistryDocument
from sync.receipt import MAX_RECEIPT_BYTES
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

LIST_TYPE: Final = "application/vnd.quancai.courier-list; v=1"
MAX_LIST_BYTES: Final = 4 * 1024 * 1024
UPLINK: Final = "up"
_ROOT: Final = "quancai-courier"
_NAME: Final = re.compile(r"[0-9a-f]{64}\.envelope")
# The suites that between them name every envelope: SHA-256, and SM3.
_DIGESTS: Final = (SuiteId.INTERNATIONAL, SuiteId.NATIONAL)
_KEYS: Final = frozenset({"writer", "role", "at_ms", "envelopes"})


class ListRole(StrEnum):
    """What a signed list says of its envelopes."""

    PACKED = "packed"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class CourierList:
    """Who packed or took which envelopes, and when by their clock."""

    writer: str
    role: ListRole
    at_ms: int
    envelopes: tuple[str, ...]


class Parcel:
    """One folder on a stick."""

    def __init__(self, place: Path) -> None:
        self._root = place / _ROOT

    def is_there(self) -> bool:
        """Say whether anybody has written to this place at all: it may be the wrong stick."""
        return self._root.is_dir()

    def pack(self, direction: str, envelope_id: str, body: bytes) -> bool:
        """Write an envelope unless it lies here whole; say whether it was written."""
        return _write_once(self._root / direction / f"{envelope_id}.envelope", body)

    def names(self, direction: str) -> tuple[str, ...]:
        """Name the envelopes that lie here for one reader, unread; files that are not ours are passed over.

        Raises:
            CourierArchiveInvalidError: more than any courier carries; nothing was read.

        """
        found = survey(self._root / direction, is_ours=_is_envelope)
        return tuple(path.stem for path in found)

    def read(self, direction: str, envelope_id: str) -> bytes | None:
        """Give one envelope, or None where it is not whole: half copied, or grown since it was named."""
        body = read_within(self._root / direction / f"{envelope_id}.envelope", limit=MAX_ENVELOPE_BYTES)
        return body if body is not None and _is_named_by_digest(envelope_id, body) else None

    def put_receipt(self, envelope_id: str, receipt: bytes) -> None:
        _write_once(self._root / "receipts" / f"{envelope_id}.receipt", receipt)

    def receipt_of(self, envelope_id: str) -> bytes | None:
        path = self._root / "receipts" / f"{envelope_id}.receipt"
        return read_within(path, limit=MAX_RECEIPT_BYTES) if path.is_file() else None

    def put_list(self, said: CourierList, *, signer: Signer) -> None:
        """Sign and write a list."""
        row = {
            "writer": bytes.fromhex(said.writer),
            "role": said.role.value,
            "at_ms": said.at_ms,
            "envelopes": [bytes.fromhex(one) for one in said.envelopes],
        }
        signed = sign_message(encode_cbor(row), content_type=LIST_TYPE, signer=signer)
        _write_once(self._root / "lists" / f"{said.writer}-{said.at_ms}-{said.role}.cbor", signed)

    def lists(self, registry: RegistryDocument) -> Iterator[CourierList]:
        """Read the lists signed by somebody of this realm, one after the other; others mean nothing here."""
        for path in survey(self._root / "lists", is_ours=_is_list):
            signed = read_within(path, limit=MAX_LIST_BYTES)
            if signed is not None:
                yield from _read_list(signed, registry)

    def envelopes(self) -> frozenset[str]:
        """Name the envelopes that lie anywhere in this folder, whole or not."""
        down = self._root / "down"
        readers = islice(down.iterdir(), MAX_FILES) if down.is_dir() else ()
        directions = (UPLINK, *(f"down/{reader.name}" for reader in readers if reader.is_dir()))
        return frozenset(name for direction in directions for name in self.names(direction))


def missing(parcel: Parcel, registry: RegistryDocument) -> Sequence[str]:
    """Name the envelopes that somebody packed and that lie here no longer and were never taken."""
    packed: set[str] = set()
    taken: set[str] = set()
    for said in parcel.lists(registry):
        (taken if said.role is ListRole.TAKEN else packed).update(said.envelopes)
    return sorted(packed - taken - parcel.envelopes())


def _read_list(signed: bytes, registry: RegistryDocument) -> Iterator[CourierList]:
    signer: list[str] = []

    def find_key(kid: KeyId) -> VerificationKey:
        sender = registry.sender_of(kid)
        signer.append(sender.id)
        return sender.key

    try:
        payload = read_signed(signed, content_type=LIST_TYPE, limit=MAX_LIST_BYTES, find_key=find_key)
        row = read_map(decode_cbor(payload, limit=MAX_LIST_BYTES), keys=_KEYS)
        writer = read_device_id(row["writer"].hex() if isinstance(row["writer"], bytes) else row["writer"])
        said = CourierList(
            writer=writer,
            role=read_choice(row["role"], ListRole),
            at_ms=read_integer(row["at_ms"]),
            envelopes=tuple(read_bytes(one, length=32).hex() for one in read_list(row["envelopes"])),
        )
    except SyncError:
        return
    if writer == signer[0]:
        yield said


def _is_envelope(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _is_list(name: str) -> bool:
    return name.endswith(".cbor")


def _is_named_by_digest(name: str, body: bytes) -> bool:
    """Say whether a file is whole; which suite its sender has, nobody has read yet."""
    return any(suite_by_id(suite).digest(body).hex() == name for suite in _DIGESTS)


def _write_once(path: Path, content: bytes) -> bool:
    if path.is_file() and read_within(path, limit=len(content)) == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private_file(path, content)
    return True
