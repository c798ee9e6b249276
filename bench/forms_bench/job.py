"""What a driver is told and what it says back: plain lines in, one line of JSON out.

Lines of tab-separated words need no library in any of the three languages; scripts
never hold a tab or a line end.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.forms_bench.script import Step

WARM_UP_MS: Final = 3_000
WARM_UP_ROUNDS: Final = 5
ROUND_MS: Final = 4_000  # for filling once, and for beginning another round


@dataclass(frozen=True, slots=True)
class Job:
    """One form to load and fill, round after round."""

    form: Path
    media: Path
    rounds: int
    steps: tuple[Step, ...]
    round_ms: int = ROUND_MS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine took: every measured load, keystroke and validation, in milliseconds."""

    first_load_ms: float
    load_ms: tuple[float, ...]
    keystroke_ms: tuple[float, ...]
    validate_ms: tuple[float, ...]
    rss_mb: float
    taken: int
    choices_seen: int


def write_job(path: Path, job: Job) -> None:
    lines = [
        ("form", str(job.form)),
        ("media", str(job.media)),
        ("limits", str(job.rounds), str(job.round_ms), str(WARM_UP_ROUNDS), str(WARM_UP_MS)),
        *(("step", step.reference, step.value, step.look) for step in job.steps),
    ]
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


def read_job(path: Path) -> Job:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    first = {line[0]: line[1:] for line in lines if line[0] != "step"}
    rounds, round_ms, *_ = map(int, first["limits"])
    steps = tuple(Step(*line[1:]) for line in lines if line[0] == "step")
    return Job(Path(first["form"][0]), Path(first["media"][0]), rounds, steps, round_ms)


def read_outcome(line: str) -> Outcome:
    said: Mapping[str, float | list[float]] = json.loads(line)
    return Outcome(
        first_load_ms=_number(said["first_load_ms"]),
        load_ms=_numbers(said["load_ms"]),
        keystroke_ms=_numbers(said["keystroke_ms"]),
        validate_ms=_numbers(said["validate_ms"]),
        rss_mb=_number(said["rss_mb"]),
        taken=int(_number(said["taken"])),
        choices_seen=int(_number(said["choices_seen"])),
    )


def _number(value: float | Iterable[float]) -> float:
    if not isinstance(value, int | float):
        raise TypeError("the driver gave many numbers for one")
    return float(value)


def _numbers(value: float | Iterable[float]) -> tuple[float, ...]:
    if isinstance(value, int | float):
        raise TypeError("the driver gave one number for many")
    return tuple(map(float, value))
