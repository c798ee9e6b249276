import subprocess
import sys
from pathlib import Path

import pytest

from store import (
    Origin,
    Store,
    StoreInvariantError,
    count_records,
    list_records,
    open_reader,
    open_store,
    record_history,
    write_record,
)
from store.errors import (
    StoreBusyError,
    StoreCorruptError,
    StoreDiskFullError,
    StoreMissingError,
    StoreNotAFolderError,
    StoreReadOnlyError,
    StoreWrongKeyError,
)
from tests.store.story import KEY, PERSON, person

OTHER_KEY = bytes(32)
PAGE_BYTES = 4096


def test_wrong_key_is_said_clearly_and_changes_nothing(store: Store, place: Path) -> None:
    write_record(store, person(), origin=Origin("device"))
    store.close()
    before = place.read_bytes()

    with pytest.raises(StoreWrongKeyError) as raised:
        open_store(place, OTHER_KEY)

    assert raised.value.code == "store-wrong-key"
    assert place.read_bytes() == before


def test_right_key_works_after_a_wrong_one(store: Store, place: Path) -> None:
    store.close()
    with pytest.raises(StoreWrongKeyError):
        open_store(place, OTHER_KEY)

    open_store(place, KEY).close()


def test_wrong_key_prints_nothing(store: Store, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StoreWrongKeyError):
        open_reader(place, OTHER_KEY)

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_key_of_another_length_is_never_taken_for_a_passphrase(place: Path, length: int) -> None:
    with pytest.raises(StoreInvariantError):
        open_store(place, bytes(length))

    assert not place.exists()


def test_second_window_is_refused_while_the_first_is_open(store: Store, place: Path) -> None:
    with pytest.raises(StoreBusyError):
        open_store(place, KEY)

    write_record(store, person(), origin=Origin("device"))
    assert count_records(store, "person") == 1


def test_second_window_opens_after_the_first_has_closed(store: Store, place: Path) -> None:
    store.close()

    open_store(place, KEY).close()


def test_closing_twice_is_harmless(store: Store) -> None:
    store.close()
    store.close()


def test_reader_sees_commits_and_cannot_write(store: Store, place: Path) -> None:
    reader = open_reader(place, KEY)
    write_record(store, person(), origin=Origin("device"))

    with pytest.raises(StoreReadOnlyError):
        write_record(reader, person("r2"), origin=Origin("device"))

    assert count_records(reader, "person") == 1
    reader.close()


def test_reader_before_the_first_start_is_told_there_is_nothing(place: Path) -> None:
    with pytest.raises(StoreMissingError):
        open_reader(place, KEY)

    assert not place.exists()


def test_place_inside_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()

    with pytest.raises(StoreNotAFolderError):
        open_store(tmp_path / "notes.txt" / "replica.db", KEY)


def test_place_without_permission_is_read_only(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "touch", refuse)

    with pytest.raises(StoreReadOnlyError):
        open_store(place, KEY)


def test_full_disk_keeps_what_was_saved_before(store: Store) -> None:
    write_record(store, person("r1"), origin=Origin("device"))
    [(pages,)] = store.rows("PRAGMA page_count")
    store.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(StoreDiskFullError):
        write_record(store, person("r2", note="很长的备注" * 20_000), origin=Origin("device"))

    assert [row.revision for row in list_records(store, "person")] == ["r1"]


def test_disk_with_room_again_goes_on(store: Store) -> None:
    [(pages,)] = store.rows("PRAGMA page_count")
    store.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreDiskFullError):
        write_record(store, person("r1", note="很长的备注" * 20_000), origin=Origin("device"))
    store.execute("PRAGMA max_page_count=1000000")

    write_record(store, person("r2"), origin=Origin("device"))

    assert [row.revision for row in list_records(store, "person")] == ["r2"]


def test_damaged_page_is_found_and_named(store: Store, place: Path) -> None:
    write_record(store, person(note="很长的备注" * 20_000), origin=Origin("device"))
    store.close()
    damaged = bytearray(place.read_bytes())
    damaged[-8 * PAGE_BYTES :] = b"\xff" * 8 * PAGE_BYTES
    place.write_bytes(damaged)

    reopened = open_store(place, KEY)

    with pytest.raises(StoreCorruptError):
        record_history(reopened, "person", PERSON)


def test_every_connection_is_durable_and_checked(store: Store) -> None:
    settings = [
        store.rows(f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store")
    ]

    assert settings == ["wal", 2, 1, 2]


WIPED = """
import sys
from pathlib import Path
from store import open_store, wipe_freed_memory

wipe_freed_memory()
store = open_store(Path(sys.argv[1]), bytes(32))
sys.exit(store.rows("PRAGMA cipher_memory_security") != [("1",)])
"""


def test_a_process_that_asks_for_it_wipes_what_sqlite_frees(place: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    finished = subprocess.run(
        [sys.executable, "-c", WIPED, str(place)], cwd=root, env={"PYTHONPATH": str(root)}, check=False
    )

    assert finished.returncode == 0


def test_store_works_whatever_imported_sqlite_utils_first() -> None:
    order = "import sys; import store; from sqlite_utils import utils; import sqlcipher3.dbapi2 as cipher"
    check = "sys.exit(utils.OperationalError is not cipher.OperationalError)"

    root = Path(__file__).resolve().parents[2]
    finished = subprocess.run(
        [sys.executable, "-c", f"{order}; {check}"], cwd=root, env={"PYTHONPATH": str(root)}, check=False
    )

    assert finished.returncode == 0
