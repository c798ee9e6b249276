"""A city's worth of devices that exist as keys only: listed in a real registry, their envelopes sealed ahead.

Sealing is the devices' own work and costs more than what the server does with an envelope, so it
is done before the clock runs. Each envelope is real: changes to invented people, sealed to the city,
signed, a link of its device's chain.
"""

import hashlib
import random
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bench.peer_bench.people import person_fields
from server_stub.data_folder import load_settings, open_city, open_relay_identity
from server_stub.platform.realm_keys import make_realm_keys, open_realm_keys
from server_stub.platform.registry import ensure_registry, keep_next
from server_stub.platform.registry_kept import current_registry, unposted_registry
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.bundle_encoding import encode_bundle
from sync.change import BlobPiece, Bundle, BundleItem, Change, HybridTime
from sync.envelope.header import GENESIS, ChainLink, EnvelopeHeader
from sync.envelope.sealing import seal
from sync.keys.identity import DeviceIdentity, generate_identity
from sync.keys.registry_document import DeviceEntry, RegistryDocument
from sync.merge.revision import revision_of, tick
from sync.relay_client import RelayClient

_CLOCK, _ENTROPY = SystemClock(), SystemEntropy()
_LENGTH: Final = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Content:
    """What is in each envelope: people new to the city, and bytes of a photo that nothing makes smaller."""

    changes: int = 2
    photo_bytes: int = 0


@dataclass
class SealingDevice:
    """A device's keys and the end of its chain."""

    number: int
    identity: DeviceIdentity
    registry: RegistryDocument
    head: ChainLink = GENESIS
    last: HybridTime | None = field(default=None, init=False)

    def seal_next(self, content: Content, draw: random.Random) -> bytes:
        """Seal the next envelope of the chain."""
        made: tuple[BundleItem, ...] = tuple(self._change(place, draw) for place in range(content.changes))
        if content.photo_bytes:
            made = (*made, self._photo(draw.randbytes(content.photo_bytes)))
        header = EnvelopeHeader(
            kid=self.identity.kid,
            org=self.identity.org,
            device=self.identity.device_id,
            sequence=self.head.sequence + 1,
            previous=self.head.digest,
            audience=self.registry.realm,
            epoch=self.registry.version,
            time_ms=_CLOCK.now_ms(),
        )
        envelope = seal(
            encode_bundle(Bundle(made)),
            header=header,
            signer=self.identity,
            recipients=self.registry.recipients,
            entropy=_ENTROPY,
        )
        self.head = envelope.link
        return envelope.body

    def _photo(self, piece: bytes) -> BlobPiece:
        digest = hashlib.sha256(piece).digest()
        return BlobPiece(digest, len(piece), 0, "image/jpeg", f"s-{digest.hex()[:32]}", "door.jpg", piece)

    def _change(self, place: int, draw: random.Random) -> Change:
        self.last = tick(self.last, wall_ms=_CLOCK.now_ms(), node=self.identity.device_id)
        revision = revision_of(self.last)
        return Change(
            id=revision,
            record_kind="person",
            record_id=f"p-{self.number:05d}-{self.head.sequence:05d}-{place}",
            base_revision=None,
            revision=revision,
            edits=person_fields(self.number, draw),
            made_at=self.last,
            operator="林秀梅",
        )


def found_city(folder: Path, *, devices: int) -> list[SealingDevice]:
    """Make keys, the city's database and a registry that lists the devices, before any server runs."""
    settings = load_settings(folder)
    make_realm_keys(folder, org=settings.org, entropy=_ENTROPY)
    relay = open_relay_identity(settings, entropy=_ENTROPY).public
    keys, platform = open_realm_keys(folder), settings.for_platform()
    identities = [generate_identity(entropy=_ENTROPY, org=settings.org) for _ in range(devices)]
    listed = tuple(
        DeviceEntry(one.device_id, f"窗口{number:05d}", one.public, (_village(number),))
        for number, one in enumerate(identities)
    )
    now_ms = _CLOCK.now_ms()
    city = open_city(settings)
    with city.write() as connection:
        ensure_registry(connection, keys, settings=platform, relay=relay, now_ms=now_ms)
        everybody = replace(current_registry(connection, keys.roots), devices=listed)
        registry = keep_next(connection, everybody, keys=keys, settings=platform, now_ms=now_ms)
    city.close()
    return [SealingDevice(number, one, registry) for number, one in enumerate(identities)]


def _village(number: int) -> str:
    """Give each device a village of its own: what the others are told is another measurement."""
    return f"350582{number // 999 + 1:03d}{number % 999 + 1:03d}"


def publish_registry(folder: Path, url: str) -> None:
    """Hand the registry to a relay that runs without a platform."""
    settings = load_settings(folder)
    city = open_city(settings)
    with city.read() as connection:
        waiting = unposted_registry(connection)
    city.close()
    assert waiting is not None
    line = HttpTransport(url)
    signer = open_realm_keys(folder).city
    RelayClient(line, signer=signer, clock=_CLOCK, entropy=_ENTROPY).post_registry(waiting[1])
    line.close()


def seal_queues(
    devices: Sequence[SealingDevice], *, envelopes: int, content: Content, draw: random.Random
) -> list[list[bytes]]:
    """Seal at least this many envelopes, evenly: for each device a queue in the order of its chain."""
    each = -(-envelopes // len(devices))
    return [[one.seal_next(content, draw) for _ in range(each)] for one in devices]


def write_queues(path: Path, queues: Sequence[Sequence[bytes]]) -> None:
    """Write them for the load generator: for each device a count, then each envelope after its length."""
    with path.open("wb") as file:
        for queue in queues:
            file.write(_LENGTH.pack(len(queue)))
            file.writelines(part for body in queue for part in (_LENGTH.pack(len(body)), body))


def read_queues(path: Path) -> list[list[bytes]]:
    """Read what `write_queues` wrote."""
    content = memoryview(path.read_bytes())
    return list(_queues(content))


def _queues(content: memoryview) -> Iterator[list[bytes]]:
    place = 0
    while place < len(content):
        count, place = _number(content, place)
        queue = []
        for _ in range(count):
            length, place = _number(content, place)
            queue.append(bytes(content[place : place + length]))
            place += length
        yield queue


def _number(content: memoryview, place: int) -> tuple[int, int]:
    [number] = _LENGTH.unpack_from(content, place)
    return int(number), place + _LENGTH.size


def mean_size(queues: Iterable[Sequence[bytes]]) -> float:
    sizes = [len(body) for queue in queues for body in queue]
    return sum(sizes) / len(sizes)
