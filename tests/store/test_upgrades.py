import shutil
from pathlib import Path

import pytest

from store import Origin, StoreInvariantError, count_records, open_reader, open_store, write_record
from store.connection import Store, connect_encrypted
from store.errors import StoreNewerVersionError
from store.rekey import is_opened_by, rekey_store
from store.upgrade import apply_upgrades, pending_upgrades, read_version
from tests.store.story import KEY, person

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ROOT / "store" / "upgrades"
VECTORS = ROOT / "tests" / "vectors" / "store"
# The newest one has nothing to take.
NUMBERS = sorted(path.stem for path in VECTORS.glob("*.sqlite"))[:-1]
FIRST = "CREATE TABLE visits (id TEXT PRIMARY KEY);\n"


def test_new_replica_is_current(store: Store) -> None:
    assert pending_upgrades(store.database) == []


def test_opening_again_upgrades_nothing_and_loses_nothing(store: Store, place: Path) -> None:
    write_record(store, person(), origin=Origin("device"))
    version = read_version(store.database)
    store.close()

    reopened = open_store(place, KEY)

    assert read_version(reopened.database) == version
    assert count_records(reopened, "person") == 1


def test_replica_of_a_newer_program_is_left_alone(store: Store, place: Path) -> None:
    store.execute("PRAGMA user_version=9999")
    store.close()
    before = place.read_bytes()

    with pytest.raises(StoreNewerVersionError) as raised:
        open_store(place, KEY)

    assert raised.value.parameters["version"] == "9999"
    assert place.read_bytes() == before


def test_replica_of_a_newer_program_is_not_read_either(store: Store, place: Path) -> None:
    store.execute("PRAGMA user_version=9999")

    with pytest.raises(StoreNewerVersionError):
        open_reader(place, KEY)


def test_reader_does_not_guess_at_an_older_replica(store: Store, place: Path) -> None:
    store.execute("PRAGMA user_version=0")

    with pytest.raises(StoreInvariantError):
        open_reader(place, KEY)


def test_steps_are_taken_in_order_and_once(store: Store, tmp_path: Path) -> None:
    folder = steps(tmp_path, _9001=FIRST, _9002="ALTER TABLE visits ADD COLUMN made_at_ms INTEGER;\n")

    apply_upgrades(store.database, folder=folder)
    apply_upgrades(store.database, folder=folder)

    assert read_version(store.database) == 9002
    assert store.rows("SELECT id, made_at_ms FROM visits") == []
    assert taken(store)[-2:] == ["9001_step", "9002_step"]


def test_failed_step_leaves_neither_table_nor_number_nor_row(store: Store, tmp_path: Path) -> None:
    before = (read_version(store.database), taken(store))
    folder = steps(tmp_path, _9001=FIRST + "INSERT INTO nowhere VALUES (1);\n")

    with pytest.raises(StoreInvariantError):
        apply_upgrades(store.database, folder=folder)

    assert (read_version(store.database), taken(store)) == before
    assert not store.database["visits"].exists()


def test_a_later_step_that_fails_takes_the_earlier_ones_with_it_and_says_nothing(
    store: Store, tmp_path: Path
) -> None:
    before = (read_version(store.database), taken(store))
    folder = steps(tmp_path, _9001=FIRST, _9002="INSERT INTO nowhere VALUES (1);\n")
    said: list[str] = []

    with pytest.raises(StoreInvariantError):
        apply_upgrades(store.database, folder=folder, before_commit=lambda: said.append("about to commit"))

    assert (read_version(store.database), taken(store)) == before
    assert not store.database["visits"].exists()
    assert said == []


@pytest.mark.parametrize("number", NUMBERS)
def test_whoever_opens_is_asked_once_after_the_last_step_and_before_anything_is_committed(
    number: str, tmp_path: Path
) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(VECTORS / f"{number}.sqlite", place)
    on_the_disk: list[int] = []

    def look() -> None:
        beside = connect_encrypted(place, KEY, mode="ro")
        on_the_disk.append(beside.execute("PRAGMA user_version").fetchone()[0])
        beside.close()

    open_store(place, KEY, before_steps_commit=look).close()
    open_store(place, KEY, before_steps_commit=look).close()

    assert on_the_disk == [int(number)]


@pytest.mark.parametrize("number", NUMBERS)
def test_where_whoever_opens_says_no_the_replica_is_as_it_was(number: str, tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(VECTORS / f"{number}.sqlite", place)

    with pytest.raises(PermissionError):
        open_store(place, KEY, before_steps_commit=refuse)

    beside = connect_encrypted(place, KEY, mode="ro")
    assert beside.execute("PRAGMA user_version").fetchone() == (int(number),)
    beside.close()
    open_store(place, KEY).close()


def test_a_new_replica_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"

    with pytest.raises(PermissionError):
        open_store(place, KEY, before_steps_commit=refuse)

    beside = connect_encrypted(place, KEY, mode="ro")
    assert beside.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    beside.close()


def test_a_change_of_keys_that_steps_asks_as_well(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(VECTORS / f"{NUMBERS[0]}.sqlite", place)

    with pytest.raises(PermissionError):
        rekey_store(place, KEY, new_key=bytes(32), before_steps_commit=refuse)

    assert is_opened_by(place, KEY)


def test_unfinished_statement_is_refused(store: Store, tmp_path: Path) -> None:
    before = read_version(store.database)
    folder = steps(tmp_path, _9001=FIRST + "CREATE TABLE half (id TEXT")

    with pytest.raises(StoreInvariantError):
        apply_upgrades(store.database, folder=folder)

    assert read_version(store.database) == before


def test_replica_older_than_the_list_of_steps_is_taken_over_with_those_it_has(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(VECTORS / "0001.sqlite", place)

    store = open_store(place, KEY)

    assert taken(store)[:2] == ["0001_replica", "0002_trust"]
    assert len(taken(store)) == read_version(store.database)


def refuse() -> None:
    raise PermissionError


def taken(store: Store) -> list[str]:
    return [name for (name,) in store.rows("SELECT name FROM _sqlite_migrations ORDER BY id")]


def steps(folder: Path, **scripts: str) -> Path:
    """Lay out the released steps and these after them."""
    upgrades = folder / "steps"
    shutil.copytree(RELEASED, upgrades)
    for number, script in scripts.items():
        (upgrades / f"{number.removeprefix('_')}_step.sql").write_text(script, encoding="utf-8")
    return upgrades
