"""The server's measurement and the kill under load run, very small, and see what they claim to see."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.kill_load import look
from bench.server import broken_promises

ROOT = Path(__file__).resolve().parents[2]
TINY = ("--devices", "2,4", "--envelopes", "8", "--live", "4", "--sharing", "2", "--saves", "1")
SMALL = ("--persons", "20", "--vacancies", "30", "--stored", "60", "--everybody", "20")


def run(script: str, *arguments: str, seconds: int = 100) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, f"bench/{script}", "--json", *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=seconds,
    )


@pytest.mark.socket
def test_the_server_bench_says_its_figures_for_each_number_of_devices() -> None:
    done = run("server.py", *TINY, *SMALL)

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    asked = ("accepted_ratio", "accepted_per_s", "p95_ms", "convergence_p95_s", "rss_mb", "restart_s")
    assert min(figures[name] for name in (*asked, "first_fill_s")) > 0
    assert set(figures["by_devices"]) == {"2", "4"}
    assert figures["by_devices"]["2"]["accepted_per_s"] >= figures["accepted_per_s"]
    beside = ("accepted_ratio_grouped", "accepted_ratio_many", "accepted_ratio_many_grouped")
    assert min(figures[name] for name in (*beside, "accepted_per_s_many")) > 0
    assert figures["stored"] == 60


@pytest.mark.socket
def test_the_server_bench_measures_on_postgresql_as_well() -> None:
    done = run("server.py", "--parts", "acceptance", "--database", "postgresql", *TINY)

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["database"] == "postgresql"
    assert figures["accepted_ratio"] > 0


@pytest.mark.socket
def test_a_figure_worse_than_asked_fails_the_server_bench() -> None:
    done = run(
        "server.py", "--parts", "acceptance", "--devices", "2", "--envelopes", "4", "--least-ratio", "9"
    )

    assert done.returncode == 1
    assert "accepted_ratio" in done.stderr


@pytest.mark.parametrize(
    ("limits", "broken"),
    [
        ({"least_ratio": 0.5, "most_p95_ms": 100.0}, []),
        ({"least_ratio": 0.7}, ["accepted_ratio"]),
        ({"most_p95_ms": 20.0, "most_restart_s": 1.0}, ["p95_ms", "restart_s"]),
        ({"most_convergence_s": 1.0}, []),
    ],
)
def test_a_promise_is_broken_by_what_was_measured_alone(
    limits: dict[str, float], broken: Sequence[str]
) -> None:
    figures = {"accepted_ratio": 0.6, "p95_ms": 30.0, "restart_s": 1.5}

    assert list(broken_promises(figures, limits)) == broken


@pytest.mark.socket
def test_a_server_killed_under_load_loses_nothing_and_applies_nothing_twice() -> None:
    done = run("kill_load.py", "--rounds", "2", "--devices", "5")

    assert done.returncode == 0, done.stdout + done.stderr
    figures, last = done.stdout.splitlines()
    found = json.loads(figures)
    assert (found["acknowledged"], found["lost"], found["applied_twice"]) == (90, [], [])
    assert found["kills"] > 0
    assert last.endswith("0 lost, 0 applied twice")


def test_what_is_missing_broken_or_merged_twice_is_found(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "relay.sqlite") as relay:
        relay.execute(
            "CREATE TABLE relay_envelopes (digest TEXT, sender TEXT, audience TEXT, sequence INTEGER)"
        )
        rows = [("a1", "anxi", 1), ("a2", "anxi", 2), ("t1", "tonglei", 1), ("t3", "tonglei", 3)]
        relay.executemany("INSERT INTO relay_envelopes VALUES (?, ?, 'city/350500', ?)", rows)
    with sqlite3.connect(tmp_path / "city.sqlite") as city:
        city.executescript(
            """
            CREATE TABLE city_revisions (item_id TEXT, source TEXT);
            CREATE TABLE platform_items (id TEXT, envelope TEXT);
            INSERT INTO city_revisions VALUES ('once', 'merge'), ('once', 'device');
            INSERT INTO city_revisions VALUES ('twice', 'merge'), ('twice', 'merge');
            INSERT INTO platform_items VALUES ('once', 'a1'), ('twice', 't1');
            """
        )

    found = look(tmp_path, frozenset({"a1", "a2", "t1", "gone"}))

    assert found.lost == ("gone",)
    assert found.applied_twice == ("twice",)
    assert found.not_applied == 2
    assert found.broken_chains == ("tonglei",)
