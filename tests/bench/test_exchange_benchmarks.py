"""The two measurements of the exchange run, at a size nobody would quote, and see what they claim to see."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.socket
ROOT = Path(__file__).resolve().parents[2]


def run(script: str, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, f"bench/{script}", "--json", *arguments],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=100,
    )
    figures: dict[str, object] = json.loads(done.stdout)
    return figures


def test_the_peer_job_keeps_every_edit_and_surfaces_every_conflict_on_both_sides() -> None:
    figures = run("peer_job.py", "--records", "100")

    assert figures["conflicts"] == {
        "made": 1,
        "at_the_city": 1,
        "surfaced_on_a_with_both_values": 1,
        "surfaced_on_b_with_both_values": 1,
        "false": 0,
    }
    assert figures["edits_kept"] == figures["edits_alone"] == 18
    assert figures["converged"] is True
    assert figures["apart"] == {"records": 1, "false_conflicts": 0, "both_edits_kept": 1, "converged": True}


def test_an_exchange_with_nothing_to_say_is_one_question_and_under_a_kilobyte() -> None:
    figures = run("peer_job.py", "--records", "20")

    noop = figures["noop"]
    assert isinstance(noop, dict)
    assert noop["requests"] == 2, "one for each device"
    assert noop["bytes_up"] + noop["bytes_down"] <= 2 * 1024


def test_the_exchange_bench_says_its_seven_figures() -> None:
    small = ("--records", "20", "--persons", "60", "--rows", "60", "--rounds", "1")

    figures = run("exchange.py", *small)

    assert list(figures) == [
        "seal_ratio",
        "open_ratio",
        "insert_ratio",
        "read_ratio",
        "search_p95_ms",
        "first_fill_s",
        "bytes_per_record",
    ]
    assert min(float(str(value)) for value in figures.values()) > 0
