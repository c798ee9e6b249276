"""P1: record and outbox agree, whatever moment the power goes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store import (
    Origin,
    Store,
    count_records,
    enqueue,
    keep_submission,
    list_items,
    open_store,
    record_history,
    transaction,
    write_record,
)
from tests.store.story import KEY, PERSON, item, person, submission

BY_OFFICER = Origin("device", operator="林秀梅", submission_id="form-1")
ROOT = Path(__file__).resolve().parents[2]

DIES_WHILE_SUBMITTING = """
import os, sys
from pathlib import Path
from store import Origin, enqueue, open_store, transaction, write_record
from tests.store.story import KEY, item, person

store = open_store(Path(sys.argv[1]), KEY)
with transaction(store):
    write_record(store, person(), origin=Origin("device"))
    if sys.argv[2] == "between":
        os._exit(9)
    enqueue(store, item())
os._exit(9)
"""


def after_power_cut(store: Store, folder: Path) -> Store:
    """Open what the disk holds at this moment, as the next start would find it."""
    folder.mkdir()
    for part in store.path.parent.glob("replica.db*"):
        shutil.copy(part, folder / part.name)
    return open_store(folder / "replica.db", KEY)


def test_power_cut_between_record_and_outbox_leaves_neither(store: Store, tmp_path: Path) -> None:
    with transaction(store):
        keep_submission(store, submission())
        write_record(store, person(), origin=BY_OFFICER)
        found = after_power_cut(store, tmp_path / "cut")

    assert (count_records(found, "person"), list_items(found)) == (0, ())


def test_power_cut_before_the_commit_leaves_neither(store: Store, tmp_path: Path) -> None:
    with transaction(store):
        write_record(store, person(), origin=BY_OFFICER)
        enqueue(store, item())
        found = after_power_cut(store, tmp_path / "cut")

    assert (count_records(found, "person"), list_items(found)) == (0, ())


def test_power_cut_after_the_commit_leaves_both(store: Store, tmp_path: Path) -> None:
    with transaction(store):
        write_record(store, person(), origin=BY_OFFICER)
        enqueue(store, item())

    found = after_power_cut(store, tmp_path / "cut")

    assert count_records(found, "person") == 1
    assert list_items(found) == (item(),)


@pytest.mark.parametrize(("moment", "held"), [("between", 0), ("after", 1)])
def test_killed_process_leaves_both_or_neither_and_no_lock(place: Path, moment: str, held: int) -> None:
    arguments = [sys.executable, "-c", DIES_WHILE_SUBMITTING, str(place), moment]
    died = subprocess.run(arguments, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=False)

    store = open_store(place, KEY)

    assert died.returncode == 9
    assert (count_records(store, "person"), len(list_items(store))) == (held, held)


def test_failure_inside_undoes_everything(store: Store) -> None:
    enqueue(store, item("item-before"))

    with pytest.raises(ZeroDivisionError):
        submit_and_fail(store)

    assert (count_records(store, "person"), list_items(store)) == (0, (item("item-before"),))
    assert record_history(store, "person", PERSON) == ()


def test_failed_inner_part_leaves_the_rest_of_the_act_whole(store: Store) -> None:
    with transaction(store):
        enqueue(store, item())
        with pytest.raises(ZeroDivisionError):
            submit_and_fail(store)

    assert (count_records(store, "person"), list_items(store)) == (0, (item(),))


def submit_and_fail(store: Store) -> None:
    with transaction(store):
        write_record(store, person(), origin=BY_OFFICER)
        enqueue(store, item("item-2"))
        raise ZeroDivisionError
