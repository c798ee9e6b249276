"""Real processes under SIGKILL, a few rounds; `bench/kill.py --rounds 500` is the same for longer."""

import hashlib
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bench.kill import Promised, look

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.socket
def test_nothing_acknowledged_is_lost_or_applied_twice() -> None:
    process = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "kill.py"), "--rounds", "5", "--json"],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )

    assert process.returncode == 0, process.stderr
    figures, last = process.stdout.splitlines()
    assert json.loads(figures)["acknowledged"] > 0
    assert last == "5 rounds, 0 lost, 0 applied twice"


def test_what_is_missing_or_merged_twice_is_found(tmp_path: Path) -> None:
    whole, torn = (hashlib.sha256(content).hexdigest() for content in (b"door", b"yard"))
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / whole).write_bytes(b"door")
    (tmp_path / "attachments" / torn).write_bytes(b"yar")
    with sqlite3.connect(tmp_path / "city.sqlite") as database:
        database.executescript(
            """
            CREATE TABLE platform_items (id TEXT, state TEXT);
            CREATE TABLE city_submissions (id TEXT);
            CREATE TABLE city_revisions (item_id TEXT, source TEXT);
            CREATE TABLE city_attachments (submission TEXT, name TEXT, digest BLOB, state TEXT);
            INSERT INTO platform_items VALUES ('kept', 'applied'), ('waiting', 'checked');
            INSERT INTO platform_items VALUES ('torn', 'applied'), ('unshelved', 'applied');
            INSERT INTO city_revisions VALUES ('edit', 'merge'), ('edit', 'merge'), ('kept', 'device');
            """
        )
        rows = [
            ("kept", bytes.fromhex(whole), "applied"),
            ("torn", bytes.fromhex(torn), "applied"),
            ("unshelved", bytes.fromhex(whole), "waiting"),
        ]
        database.executemany("INSERT INTO city_attachments VALUES (?, 'door.jpg', ?, ?)", rows)
    photos = {"kept": whole, "torn": torn, "unshelved": whole}

    found = look(tmp_path, Promised(frozenset({"kept", "torn", "unshelved", "waiting", "gone"}), photos))

    assert found.lost == ("gone", "torn", "unshelved", "waiting")
    assert found.applied_twice == ("edit",)
