"""Section 6.1: a folder on a stick, written and read by names alone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.second_implementation.hpke import Take
from tests.second_implementation.registry import Registry
from tests.second_implementation.statements import CourierList, read_courier_list, write_courier_list
from tests.second_implementation.suites import PublicKeys, Secrets, suite_numbered

ROOT = "quancai-courier"


def pack(place: Path, direction: str, envelopes: Sequence[bytes], *, suite: int) -> list[bytes]:
    """Write envelopes under `up` or `down/DEVICE` and give their digests."""
    folder = place / ROOT / direction
    folder.mkdir(parents=True, exist_ok=True)
    digests = [suite_numbered(suite).digest(one) for one in envelopes]
    for digest, envelope in zip(digests, envelopes, strict=True):
        (folder / f"{digest.hex()}.envelope").write_bytes(envelope)
    return digests


def unpack(place: Path, direction: str) -> Iterator[bytes]:
    """Give every envelope whose digest, of any suite, is its name."""
    for path in sorted((place / ROOT / direction).glob("*.envelope")):
        content = path.read_bytes()
        if path.stem in {suite_numbered(suite).digest(content).hex() for suite in (1, 2)}:
            yield content


def leave_list(place: Path, listed: CourierList, *, writer: Secrets, take: Take) -> None:
    folder = place / ROOT / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{listed.writer}-{listed.at_ms}-{listed.role}.cbor"
    (folder / name).write_bytes(write_courier_list(listed, writer=writer, take=take))


def read_lists(place: Path, registry: Registry) -> list[CourierList]:
    """Read what the city or a member listed; the writer is whose name stands in front."""
    owners: dict[str, PublicKeys] = {keys.kid.hex(): keys for keys in registry.recipients}
    owners |= {member.device: member.keys for member in registry.devices}
    found = []
    for path in sorted((place / ROOT / "lists").glob("*.cbor")):
        keys = owners.get(path.name.partition("-")[0])
        if keys is not None:
            found.append(read_courier_list(path.read_bytes(), keys))
    return found
