"""The tables a person reads: figures, growth with size, and ratios against each peer."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from bench.forms_bench.engines import OURS
from bench.forms_bench.measuring import Measured, Row

_HEAD: Final = (
    f"{'form':24}{'nodes':>6} {'engine':14}{'load':>10}{'first':>10}{'p50':>9}{'p95':>9}{'max':>9}"
    f"{'validate':>10}{'rss MB':>8}  answers"
)
_COMPARED: Final = ("load_ms", "keystroke_p50_ms", "keystroke_p95_ms", "validate_ms", "rss_mb")


def write_figures(measured: Iterable[Measured]) -> Iterator[str]:
    yield _HEAD + "  (ms)"
    for each in measured:
        row = each.row
        yield (
            f"{row.form:24}{each.nodes:>6} {row.engine:14}{row.load_ms:>10.1f}{each.first_load_ms:>10.1f}"
            f"{row.keystroke_p50_ms:>9.3f}{row.keystroke_p95_ms:>9.3f}{row.keystroke_max_ms:>9.2f}"
            f"{row.validate_ms:>10.2f}{row.rss_mb:>8.0f}"
            f"  {each.taken}/{each.asked} ({each.choices_seen} choices)"
        )


def write_ratios(measured: Sequence[Measured]) -> Iterator[str]:
    """Ours over each peer: below 1 is faster or smaller."""
    rows = {(each.row.form, each.row.engine): each.row for each in measured}
    yield f"{'ours / peer':24} {'peer':14}" + "".join(f"{_short(name):>10}" for name in _COMPARED)
    for (form, engine), peer in rows.items():
        ours = rows.get((form, OURS))
        if engine != OURS and ours is not None:
            yield f"{form:24} {engine:14}" + "".join(f"{_ratio(ours, peer, name):>10}" for name in _COMPARED)


def write_growth(measured: Sequence[Measured]) -> Iterator[str]:
    """How figures grow from one survey to the next: the exponent, 1 being in step with the nodes."""
    yield f"{'growth':24} {'engine':14}{'load':>10}{'p95':>10}{'validate':>10}{'rss':>10}"
    surveys = [each for each in measured if each.row.form.startswith("survey-")]
    for engine in dict.fromkeys(each.row.engine for each in surveys):
        sizes = [each for each in surveys if each.row.engine == engine]
        for small, large in pairwise(sizes):
            exponents = (
                _exponent(small, large, name)
                for name in ("load_ms", "keystroke_p95_ms", "validate_ms", "rss_mb")
            )
            yield f"{f'{small.nodes} to {large.nodes} nodes':24} {engine:14}" + "".join(
                f"{each:>10}" for each in exponents
            )


def _short(name: str) -> str:
    return name.removeprefix("keystroke_").removesuffix("_ms").removesuffix("_mb")


def _ratio(ours: Row, peer: Row, name: str) -> str:
    below = getattr(peer, name)
    return f"{getattr(ours, name) / below:.2f}" if below else "-"


def _exponent(small: Measured, large: Measured, name: str) -> str:
    before, after = getattr(small.row, name), getattr(large.row, name)
    if before <= 0 or after <= 0 or small.nodes == large.nodes:
        return "-"
    return f"{math.log(after / before) / math.log(large.nodes / small.nodes):.2f}"
