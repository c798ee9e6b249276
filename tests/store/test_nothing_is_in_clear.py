"""P7: the disk holds nothing readable, from the first keystroke on."""

from pathlib import Path

from store import (
    Draft,
    DraftFiles,
    Origin,
    Store,
    enqueue,
    keep_conflict,
    keep_enrolment,
    keep_received,
    keep_submission,
    save_draft,
    write_record,
)
from tests.store.story import KEY, MORNING_MS, conflict, item, person, received, submission

PLANTED = (
    "蔡志明",
    "employment_brief",
    "16405950001",
    "household_id",
    "林秀梅",
    "CREATE TABLE",
    "signing key",
    "a photo of the door",
    "door.jpg",
)


def everything_on_disk(place: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(place.parent.iterdir()))


def fill(store: Store) -> None:
    write_record(store, person(), origin=Origin("device", operator="林秀梅"))
    draft = Draft("d1", "employment_brief", "1", None, "蔡志明".encode(), MORNING_MS)
    save_draft(store, draft, DraftFiles(frozenset({"door.jpg"}), {"door.jpg": b"a photo of the door"}))
    keep_submission(store, submission("<x>蔡志明</x>".encode()))
    enqueue(store, item())
    keep_received(store, [received(1)], stream="city", cursor=1)
    keep_conflict(store, conflict())
    keep_enrolment(store, b"signing key")


def test_no_name_is_readable_while_open(store: Store, place: Path) -> None:
    fill(store)

    on_disk = everything_on_disk(place)

    assert (place.parent / "replica.db-wal").stat().st_size > 0
    assert [word for word in PLANTED if word.encode() in on_disk] == []


def test_no_name_is_readable_after_closing(store: Store, place: Path) -> None:
    fill(store)
    store.close()

    on_disk = everything_on_disk(place)

    assert [word for word in PLANTED if word.encode() in on_disk] == []
    assert not on_disk.startswith(b"SQLite format 3")


def test_key_is_nowhere_on_the_disk(store: Store, place: Path) -> None:
    fill(store)

    on_disk = everything_on_disk(place)

    assert KEY not in on_disk
    assert KEY.hex().encode() not in on_disk


def test_file_belongs_to_its_owner_alone(store: Store, place: Path) -> None:
    assert place.stat().st_mode & 0o077 == 0
