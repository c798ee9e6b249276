"""Our engine's driver: replays a job in a process of its own and says what it took.

A keystroke is what a screen does: write the answer, then draw that question and the
one asked next, with labels, rules, violation and choices.
"""

import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Final

from bench.forms_bench.job import WARM_UP_MS, WARM_UP_ROUNDS, Job, read_job
from bench.forms_bench.script import Step, open_session
from forms import FormError, FormSession, load_form

_STATUS: Final = Path("/proc/self/status")


def main() -> None:
    job = read_job(Path(sys.argv[1]))
    replay = Replay(job)
    started = time.perf_counter()
    replay.run()
    is_slow = _since(started) > WARM_UP_MS  # then this was the warming up
    said = {"first_load_ms": replay.load_ms[0], "rss_mb": resident_mb()}
    replay.run_many(0 if is_slow else WARM_UP_ROUNDS, WARM_UP_MS)
    replay.forget()
    replay.run_many(job.rounds, job.round_ms)
    print(json.dumps({**said, **replay.said()}))


class Replay:
    """Loads, fills and validates the form of a job, and keeps the times."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._xml = job.form.read_bytes()
        self._files = (
            {path.name: path.read_bytes() for path in job.media.iterdir()} if job.media.is_dir() else {}
        )
        self._session: FormSession | None = None
        self.forget()

    def forget(self) -> None:
        self.load_ms: list[float] = []
        self._keystroke_ms: list[float] = []
        self._validate_ms: list[float] = []
        self._taken = self._choices_seen = 0

    def said(self) -> dict[str, object]:
        return {
            "load_ms": self.load_ms,
            "keystroke_ms": self._keystroke_ms,
            "validate_ms": self._validate_ms,
            "taken": self._taken,
            "choices_seen": self._choices_seen,
        }

    def run_many(self, rounds: int, milliseconds: int) -> None:
        started = time.perf_counter()
        for _ in range(rounds):
            self.run()
            if 1000 * (time.perf_counter() - started) > milliseconds:
                return

    def run(self) -> None:
        self._taken = self._choices_seen = 0
        self._session = None
        gc.collect()
        started = time.perf_counter()
        session = open_session(load_form(self._xml, attachments=self._files))
        self.load_ms.append(_since(started))
        self._session = session
        started = time.perf_counter()
        for step in self._job.steps:
            if _since(started) > self._job.round_ms:
                break
            self._press(session, step)
        started = time.perf_counter()
        session.violations()
        self._validate_ms.append(_since(started))

    def _press(self, session: FormSession, step: Step) -> None:
        started = time.perf_counter()
        try:
            session.answer(step.reference, step.value)
        except FormError:
            return
        own, following = session.question(step.reference), session.question(step.look)
        self._keystroke_ms.append(_since(started))
        self._taken += 1
        self._choices_seen += len(own.choices) + len(following.choices)


def _since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)


def resident_mb() -> float:
    """Resident memory now; its peak where the system does not tell."""
    gc.collect()
    if _STATUS.exists():
        line = next(each for each in _STATUS.read_text().splitlines() if each.startswith("VmRSS"))
        return round(int(line.split()[1]) / 1024, 1)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()
