"""A flat battery costs at most the answer being typed: kill -9 while drafts are saved, at any moment."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from store import open_store, read_draft, read_draft_files
from tests.store.story import KEY

ROOT = Path(__file__).resolve().parents[2]

SAVES_EVERY_ANSWER = """
import sys
from itertools import count
from pathlib import Path
from store import Draft, open_store, save_draft
from tests.store.story import KEY

store = open_store(Path(sys.argv[1]), KEY)
for answer in count(1):
    save_draft(store, Draft("draft-1", "brief", "1", None, b"answer %08d;" % answer * 400, answer))
    sys.stdout.write(f"{answer}\\n")
    sys.stdout.flush()
"""


def last_told_before_a_kill(program: str, place: Path, *, seed: int, within: int) -> int:
    """Kill an officer who saves after some bytes of what they tell; give the last answer told whole.

    Reading a number of bytes, not of lines, stops the officer anywhere between two answers.
    """
    command = [sys.executable, "-c", program, str(place)]
    officer = subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    assert officer.stdout is not None
    told = officer.stdout.read(random.Random(seed).randrange(2, within))
    officer.kill()
    acknowledged = (told + officer.stdout.read()).rpartition(b"\n")[0].rpartition(b"\n")[2]
    officer.wait()
    return int(acknowledged)


@pytest.mark.parametrize("seed", range(6))
def test_killed_while_typing_keeps_every_answer_that_was_acknowledged(tmp_path: Path, seed: int) -> None:
    place = tmp_path / "replica.db"
    acknowledged = last_told_before_a_kill(SAVES_EVERY_ANSWER, place, seed=seed, within=400)

    store = open_store(place, KEY)
    draft = read_draft(store, "draft-1")
    assert draft is not None
    assert draft.saved_at_ms in (acknowledged, acknowledged + 1)
    assert draft.document == b"answer %08d;" % draft.saved_at_ms * 400
    assert store.rows("PRAGMA cipher_integrity_check") == []
    assert store.rows("PRAGMA integrity_check") == [("ok",)]
    store.close()


SAVES_PHOTOS_IN_TURN = """
import sys
from itertools import count
from pathlib import Path
from store import Draft, DraftFiles, open_store, save_draft
from tests.store.story import KEY

store = open_store(Path(sys.argv[1]), KEY)
for answer in count(1):
    name = f"door-{answer // 4}.jpg"
    fresh = {name: name.encode() * 20_000} if answer % 4 == 0 or answer == 1 else {}
    draft = Draft("draft-1", "brief", "1", None, name.encode(), answer)
    save_draft(store, draft, DraftFiles(frozenset({name}), fresh))
    sys.stdout.write(f"{answer}\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_a_draft_has_the_very_photo_its_answers_name(tmp_path: Path, seed: int) -> None:
    place = tmp_path / "replica.db"
    acknowledged = last_told_before_a_kill(SAVES_PHOTOS_IN_TURN, place, seed=seed, within=200)

    store = open_store(place, KEY)
    draft = read_draft(store, "draft-1")
    assert draft is not None
    assert draft.saved_at_ms in (acknowledged, acknowledged + 1)
    assert read_draft_files(store, "draft-1") == {draft.document.decode(): draft.document * 20_000}
    assert store.rows("PRAGMA integrity_check") == [("ok",)]
    store.close()


DIES_IN_AN_IMPORT = """
import os, sys
from pathlib import Path
from store import Draft, Origin, open_store, save_draft, write_records
from store.bulk import bulk_import
from tests.store.story import KEY, person
from dataclasses import replace

store = open_store(Path(sys.argv[1]), KEY)
save_draft(store, Draft("draft-1", "brief", "1", None, b"typed before", 1))
with bulk_import(store):
    for batch in range(3):
        people = [replace(person(), id=f"p-{batch}-{number}") for number in range(100)]
        write_records(store, people, origin=Origin("platform"))
    os._exit(9)
"""


def test_import_that_dies_leaves_whole_batches_and_every_act_of_the_officer(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    program = [sys.executable, "-c", DIES_IN_AN_IMPORT, str(place)]
    died = subprocess.run(program, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=False)

    store = open_store(place, KEY)

    assert died.returncode == 9
    assert store.rows("SELECT count(*) % 100, count(*) > 0 FROM records") == [(0, 1)]
    assert store.rows("SELECT count(*) FROM records") == store.rows("SELECT count(*) FROM searchable")
    assert read_draft(store, "draft-1") is not None
    assert store.rows("PRAGMA synchronous") == [(2,)]
    store.close()
