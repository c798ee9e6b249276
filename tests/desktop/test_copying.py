"""The second copy: complete, closed, few, and never at the expense of the first."""

import errno
import io
from pathlib import Path

import pytest

from desktop.copying import KeptCopy, list_copies, make_copy, too_many
from desktop.paths import AppPaths
from desktop.unlocking import Unlocked, unlock
from store import Draft, Store, list_drafts, save_draft
from store.attachments import collect_attachments, keep_attachment, release_attachments
from store.copies import (
    CopyDamagedError,
    CopyPlaceFullError,
    CopyPlaceMissingError,
    CopyPlaceReadOnlyError,
    verify_copy,
)
from store.errors import StoreUnavailableError
from sync.suites.at_rest import KdfCost
from tests.fakes.entropy import SeededEntropy

QUICK = KdfCost(memory_kib=64, passes=1)
DAY_MS = 86_400_000
MONDAY_MS = 1_795_392_000_000  # 2026-11-23
DRAFT = Draft("d1", "person_employment", "1", None, "蔡志明，半张表".encode(), 1)


@pytest.fixture
def unlocked(tmp_path: Path) -> Unlocked:
    paths = AppPaths(tmp_path / "device")
    return unlock(paths, "象山路的榕树下有三把椅子", entropy=SeededEntropy("copy"), cost=QUICK)


@pytest.fixture
def store(unlocked: Unlocked) -> Store:
    opened = unlocked.open_writer()
    save_draft(opened, DRAFT)
    return opened


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def photograph(store: Store, content: bytes = b"the front door" * 9_000) -> str:
    return keep_attachment(
        store,
        io.BytesIO(content),
        name="door.jpg",
        media_type="image/jpeg",
        submission_id="form-1",
        entropy=SeededEntropy(str(content[:8])),
    )


def test_copy_holds_everything_and_nothing_readable(store: Store, unlocked: Unlocked, stick: Path) -> None:
    photo = photograph(store)

    made = make_copy(store, unlocked, stick, now_ms=MONDAY_MS)
    on_stick = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())

    verify_copy(made.folder / "replica.db", unlocked.key)
    assert list_copies(stick) == (made,)
    assert made.folder.name == "20261123T000000Z"
    assert made.attachments == (photo,)
    assert (made.folder / "key.slot").read_bytes() == unlocked.paths.key_file.read_bytes()
    assert [word for word in ("蔡志明", "person_employment", "front door") if word.encode() in on_stick] == []
    assert unlocked.key not in on_stick


def test_officer_goes_on_working_while_and_after_it_is_made(
    store: Store, unlocked: Unlocked, stick: Path
) -> None:
    made = make_copy(store, unlocked, stick, now_ms=MONDAY_MS)
    save_draft(store, Draft("d2", "person_employment", "1", None, b"later", 2))

    assert [draft.id for draft in list_drafts(store)] == ["d2", "d1"]
    verify_copy(made.folder / "replica.db", unlocked.key)


def test_latest_three_and_one_of_each_week_are_kept(tmp_path: Path) -> None:
    made = [KeptCopy(tmp_path / str(day), MONDAY_MS + day * DAY_MS, 1, ()) for day in range(40)]

    kept = sorted(set(made) - set(too_many(made)), key=lambda copy: copy.made_at_ms)

    # day 39 is a Friday: its week's latest, two before it, and the Sundays of the three weeks before
    assert [int(copy.folder.name) for copy in kept] == [20, 27, 34, 37, 38, 39]


def test_photos_no_copy_refers_to_any_more_leave_with_the_last_that_did(
    store: Store, unlocked: Unlocked, stick: Path
) -> None:
    photograph(store)
    make_copy(store, unlocked, stick, now_ms=MONDAY_MS)
    release_attachments(store, "form-1")
    store.execute("UPDATE attachment_contents SET sent_at_ms = 1")
    collect_attachments(store)
    later = [make_copy(store, unlocked, stick, now_ms=MONDAY_MS + hour * 3_600_000) for hour in range(1, 4)]

    assert [copy.folder for copy in list_copies(stick)] == [copy.folder for copy in reversed(later)]
    assert list(later[0].photos.iterdir()) == []


def test_pulled_stick_is_told_and_no_folder_is_made_in_its_place(
    store: Store, unlocked: Unlocked, tmp_path: Path
) -> None:
    with pytest.raises(CopyPlaceMissingError):
        make_copy(store, unlocked, tmp_path / "pulled", now_ms=MONDAY_MS)

    assert not (tmp_path / "pulled").exists()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, CopyPlaceFullError),
        (errno.EROFS, CopyPlaceReadOnlyError),
        (errno.EIO, CopyPlaceMissingError),
    ],
)
def test_stick_that_fails_costs_neither_the_earlier_copy_nor_the_records(
    store: Store,
    unlocked: Unlocked,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    told: type[StoreUnavailableError],
) -> None:
    before = make_copy(store, unlocked, stick, now_ms=MONDAY_MS)

    def fail(*_: object) -> None:
        raise OSError(number, "the stick fails")

    monkeypatch.setattr("desktop.copying.write_private_file", fail)
    with pytest.raises(told):
        make_copy(store, unlocked, stick, now_ms=MONDAY_MS + DAY_MS)

    assert list_copies(stick) == (before,)
    assert [path.name for path in before.folder.parent.iterdir() if path.name.endswith(".new")] == []
    assert list_drafts(store) == (DRAFT,)


def test_stick_that_lies_about_what_it_wrote_is_found_out(
    store: Store, unlocked: Unlocked, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def corrupt(path: Path, key: bytes) -> None:
        content = bytearray(path.read_bytes())
        content[-100] ^= 1
        path.write_bytes(content)
        verify_copy(path, key)

    monkeypatch.setattr("store.copies.verify_copy", corrupt)

    with pytest.raises(CopyDamagedError):
        make_copy(store, unlocked, stick, now_ms=MONDAY_MS)

    assert list_copies(stick) == ()


def test_half_a_copy_is_not_listed_and_is_swept_next_time(
    store: Store, unlocked: Unlocked, stick: Path
) -> None:
    made = make_copy(store, unlocked, stick, now_ms=MONDAY_MS)
    half = made.folder.with_name("20261124T000000Z.new")
    half.mkdir()
    (half / "replica.db").write_bytes(b"half")

    assert list_copies(stick) == (made,)
    make_copy(store, unlocked, stick, now_ms=MONDAY_MS + 2 * DAY_MS)

    assert not half.exists()
