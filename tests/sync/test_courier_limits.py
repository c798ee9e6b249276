"""A stick that somebody has filled: counted before it is read, and read one envelope at a time."""

import os
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from sync.courier.city import hand_in
from sync.courier.limits import MAX_FILES, MAX_PARCEL_BYTES, CourierArchiveInvalidError
from sync.courier.parcel import MAX_LIST_BYTES, Parcel, missing
from sync.envelope.encoding import MAX_ENVELOPE_BYTES
from sync.relay_client import RelayClient
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import FakeTransport
from tests.sync.story import CITY, REGISTRY, RELAY, SIGNED_REGISTRY, XIANGSHAN, sealed_uplink

MEGABYTE = 1024 * 1024


def folder(stick: Path, *parts: str) -> Path:
    made = stick.joinpath("quancai-courier", *parts)
    made.mkdir(parents=True)
    return made


def leave(place: Path, body: bytes) -> str:
    name = sha256(body).hexdigest()
    (place / f"{name}.envelope").write_bytes(body)
    return name


def leave_sparse(place: Path, size: int, *, number: int = 0) -> None:
    """Leave a file that says it is large and takes no room on the disk."""
    path = place / f"{number:064x}.envelope"
    path.touch()
    os.truncate(path, size)


def test_more_bytes_than_a_courier_carries_are_refused_unread(tmp_path: Path) -> None:
    leave_sparse(folder(tmp_path, "up"), MAX_PARCEL_BYTES + 1)

    with pytest.raises(CourierArchiveInvalidError) as refused:
        Parcel(tmp_path).names("up")

    assert refused.value.parameters == {"reason": "size"}


def test_more_files_than_a_courier_carries_are_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.courier.limits.MAX_FILES", 3)
    place = folder(tmp_path, "up")
    assert [leave(place, bytes([number])) for number in range(4)]

    with pytest.raises(CourierArchiveInvalidError) as refused:
        Parcel(tmp_path).names("up")

    assert refused.value.parameters == {"reason": "files"}
    assert MAX_FILES == 20_000


def test_files_of_other_names_neither_count_nor_matter(tmp_path: Path) -> None:
    place = folder(tmp_path, "up")
    os.truncate(_touched(place / "holiday.mp4"), MAX_PARCEL_BYTES + 1)
    name = leave(place, sealed_uplink().body)

    assert Parcel(tmp_path).names("up") == (name,)


def test_a_file_that_grew_after_it_was_counted_is_read_no_further_than_its_limit(tmp_path: Path) -> None:
    place = folder(tmp_path, "up")
    name = leave(place, sealed_uplink().body)
    os.truncate(place / f"{name}.envelope", 40 * MAX_ENVELOPE_BYTES)

    tracemalloc.start()
    body = Parcel(tmp_path).read("up", name)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert body is None
    assert most < 3 * MAX_ENVELOPE_BYTES


def test_a_full_stick_takes_the_memory_of_one_envelope(tmp_path: Path) -> None:
    place = folder(tmp_path, "up")
    junk = [leave(place, bytes([number]) * 2 * MEGABYTE) for number in range(24)]
    leave(place, sealed_uplink().body)
    clock = FakeClock()
    relay = MemoryRelay(REGISTRY, SIGNED_REGISTRY, RELAY)
    client = RelayClient(FakeTransport(relay), signer=CITY, clock=clock, entropy=SeededEntropy("city"))

    tracemalloc.start()
    carried = hand_in(Parcel(tmp_path), relay=client, city=CITY, registry=REGISTRY, clock=clock)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (carried.moved, carried.foreign) == (1, len(junk))
    assert most < 12 * MEGABYTE


def test_a_list_larger_than_any_is_passed_over(tmp_path: Path) -> None:
    path = folder(tmp_path, "lists") / f"{XIANGSHAN.device_id}-1-packed.cbor"
    os.truncate(_touched(path), MAX_LIST_BYTES + 1)

    assert list(missing(Parcel(tmp_path), REGISTRY)) == []


def _touched(path: Path) -> Path:
    path.touch()
    return path
