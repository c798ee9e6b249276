"""The disk refuses in the middle of the work: a coded error, nothing lost, and it goes on afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from store import Origin, list_records, open_store, read_draft, search_persons, write_record
from store.errors import StoreCorruptError, StoreError
from tests.store.story import KEY, person

ROOT = Path(__file__).resolve().parents[2]

# The system refuses to let any file of this process grow beyond the limit, as a quota would.
WRITES_UNTIL_REFUSED = """
import resource, signal, sys
from pathlib import Path
from store import Draft, Origin, StoreError, list_records, open_store, save_draft, write_record
from tests.store.story import KEY, person

store = open_store(Path(sys.argv[1]), KEY)
save_draft(store, Draft("draft-1", "brief", "1", None, b"typed before", 1))
write_record(store, person("r1"), origin=Origin("device"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_200_000, most))
try:
    write_record(store, person("r2", note="很长的备注" * 200_000), origin=Origin("device"))
except StoreError as error:
    print(error.code)
print([record.revision for record in list_records(store, "person")])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
write_record(store, person("r3"), origin=Origin("device"))
print([record.revision for record in list_records(store, "person")])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are a POSIX affair")
def test_refused_growth_is_a_coded_error_that_costs_only_the_refused_step(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    program = [sys.executable, "-c", WRITES_UNTIL_REFUSED, str(place)]
    told = subprocess.run(
        program, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert told[0] in ("store-disk-full", "store-disk-fault")
    assert told[1:] == ["['r1']", "['r3']"]
    store = open_store(place, KEY)
    assert read_draft(store, "draft-1") is not None
    assert store.rows("PRAGMA integrity_check") == [("ok",)]
    store.close()


@pytest.mark.parametrize("page", [2, 5, 9, 20, 40])
def test_one_flipped_bit_anywhere_is_a_coded_error_and_never_a_wrong_answer(
    tmp_path: Path, page: int
) -> None:
    place = tmp_path / "replica.db"
    store = open_store(place, KEY)
    write_record(store, person("r1", phone="16405950921"), origin=Origin("device"))
    store.close()
    damaged = bytearray(place.read_bytes())
    damaged[4096 * page + 100] ^= 1
    place.write_bytes(damaged)

    seen = what_is_seen(place)

    assert seen in ("store-corrupt", "r1")


def what_is_seen(place: Path) -> str:
    try:
        store = open_store(place, KEY)
        [record] = list_records(store, "person")
        search_persons(store, "蔡志明", limit=1)
        store.rows("SELECT count(*) FROM record_history")
    except StoreError as error:
        return error.code
    return record.revision


def test_damage_is_told_by_its_page_check_and_not_by_a_crash(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    open_store(place, KEY).close()
    damaged = bytearray(place.read_bytes())
    damaged[100:] = bytes(len(damaged) - 100)
    place.write_bytes(damaged)

    with pytest.raises(StoreError) as raised:
        open_store(place, KEY)

    assert raised.value.code in (StoreCorruptError.code, "store-wrong-key")
