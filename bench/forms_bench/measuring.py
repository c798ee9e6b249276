"""From a form to rows of figures: write the script, hand it to each engine, sum up what they say."""

import math
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench.forms_bench.catalogue import BenchForm
from bench.forms_bench.engines import ROOT, Engine
from bench.forms_bench.job import Job, Outcome, read_outcome, write_job
from bench.forms_bench.script import write_script
from forms import FormError, convert_xlsform, load_form

_ENGINE_SECONDS: Final = 420


class FormUnmeasuredError(Exception):
    """A form, or one engine on it, gives no figures; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one engine took for one form."""

    form: str
    engine: str
    load_ms: float
    keystroke_p50_ms: float
    keystroke_p95_ms: float
    keystroke_max_ms: float
    validate_ms: float
    rss_mb: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A row, with what tells whether the engines did the same work."""

    row: Row
    nodes: int
    first_load_ms: float
    taken: int
    asked: int
    choices_seen: int


def read_form(path: Path, lists: Path | None) -> BenchForm:
    """Read a form from disk; without `lists` its files are in `<name>-media`, as ODK clients keep them."""
    content = path.read_bytes()
    if path.suffix.lower() in {".xlsx", ".xls"}:
        content = convert_xlsform(content, form_name=path.stem)
    media = lists if lists is not None else path.with_name(f"{path.stem}-media")
    files = {file.name: file.read_bytes() for file in media.glob("*.*")} if media.is_dir() else {}
    return BenchForm(path.name, content, files=files)


def measure(form: BenchForm, engines: Iterable[Engine], *, rounds: int, seed: int) -> "list[Measured | str]":
    """Run every engine on one form; a text in place of figures says why there are none."""
    try:
        definition = load_form(form.xml, attachments=form.files)
        steps = write_script(definition, seed=seed)
    except FormError as error:
        raise FormUnmeasuredError(f"{form.name}: {type(error).code} {dict(error.parameters)}") from error
    nodes = form.nodes or sum(1 for _ in definition.root.walk())
    with tempfile.TemporaryDirectory() as folder:
        media = Path(folder) / "media"
        media.mkdir()
        for name, content in form.files.items():
            (media / name).write_bytes(content)
        xml, job = Path(folder) / "form.xml", Path(folder) / "job.tsv"
        xml.write_bytes(form.xml)
        write_job(job, Job(xml, media, rounds, steps))
        return [_measure(form.name, nodes, engine, job, len(steps)) for engine in engines]


def _measure(name: str, nodes: int, engine: Engine, job: Path, asked: int) -> Measured | str:
    try:
        outcome = _replay(engine, job)
    except FormUnmeasuredError as error:
        return f"{name}: {engine.name} {error}"
    row = Row(
        form=name,
        engine=engine.name,
        load_ms=round(median(outcome.load_ms), 3),
        keystroke_p50_ms=percentile(outcome.keystroke_ms, 50),
        keystroke_p95_ms=percentile(outcome.keystroke_ms, 95),
        keystroke_max_ms=percentile(outcome.keystroke_ms, 100),
        validate_ms=round(median(outcome.validate_ms), 3),
        rss_mb=round(outcome.rss_mb, 1),
    )
    return Measured(row, nodes, outcome.first_load_ms, outcome.taken, asked, outcome.choices_seen)


def _replay(engine: Engine, job: Path) -> Outcome:
    try:
        done = subprocess.run(  # noqa: S603 - a command of ours
            (*engine.command, str(job)), cwd=ROOT, capture_output=True, text=True, timeout=_ENGINE_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FormUnmeasuredError(f"did not finish in {_ENGINE_SECONDS} s") from error
    if done.returncode != 0 or not done.stdout.strip():
        last = [line for line in done.stderr.splitlines() if "rror" in line or "xception" in line][:1]
        raise FormUnmeasuredError(f"failed: {''.join(last) or done.returncode}")
    return read_outcome(done.stdout.strip().splitlines()[-1])


def percentile(numbers: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile; 0 where there are no numbers."""
    if not numbers:
        return 0.0
    ordered = sorted(numbers)
    return round(ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)], 4)
