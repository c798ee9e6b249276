"""How this computer stands, as a list of checks, and the report somebody sends to get help.

The report is one text and the person reads all of it before it is written. It is made of counts,
versions and codes only; from the log it takes the shape of each line and no more: a word
that is not on the list of harmless kinds becomes a dot, so even a line that should never
have been logged cannot bring a name, a number or a key along.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desktop.moments import local_time

DAY_MS: Final = 86_400_000
MEBIBYTE: Final = 1 << 20
LEAST_FREE_BYTES: Final = 1024 * MEBIBYTE
COPY_DAYS: Final = 7
EXCHANGE_DAYS: Final = 3
LOG_LINES: Final = 120

_HIDDEN: Final = "·"
_HEAD: Final = re.compile(
    r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) "
    r"([a-z_.]+) (.*)$"
)
_WORDS: Final = frozenset({"unexpected", "reference", "at", "<", "failed", "is", "still", "not", "read"})
_KINDS: Final = (
    re.compile(r"^[A-Z][A-Za-z]{2,30}(?:Error|Exception)$"),
    re.compile(r"^QC-[0-9A-F]{6}$"),
)
_PLACE: Final = re.compile(r"^(?P<function><?[a-z_]{1,40}>?):\d{1,4}$")


class Topic(StrEnum):
    """What is looked at, in the order it is shown."""

    RECORDS = "records"
    SPACE = "space"
    COPY = "copy"
    EXCHANGE = "exchange"
    ALARMS = "alarms"
    ERRORS = "errors"
    KEYCHAIN = "keychain"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class Check:
    """One line: fine or worth a look. `said` names the sentence, `values` fill it."""

    topic: Topic
    is_fine: bool
    said: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What was found on this computer; sizes in bytes, times in milliseconds, None where nobody knows."""

    now_ms: int
    records_bytes: int | None
    free_bytes: int | None
    has_keychain: bool
    last_copy_ms: int
    last_exchange_ms: int | None
    unsent: int
    open_alarms: int
    printers: int
    returned: int = 0  # pieces of work that wait for a person here; the office knows what it sent back
    log: tuple[str, ...] = ()

    @property
    def faults(self) -> int:
        """How many of our own mistakes the kept part of the log tells of."""
        return sum(" ERROR " in line and "unexpected" in line for line in self.log)


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What program this is: versions and settings, nothing about who uses it."""

    version: str
    python: str
    qt: str
    system: str
    language: str
    text_percent: int
    has_high_contrast: bool
    is_packaged: bool


def examine(standing: Standing) -> tuple[Check, ...]:
    """Judge what was found, one check a topic."""
    size, free = standing.records_bytes, standing.free_bytes
    has_room = free is not None and free >= LEAST_FREE_BYTES
    return (
        _judged(Topic.RECORDS, is_fine=size is not None, values={"size": say_bytes(size)}),
        _judged(Topic.SPACE, is_fine=has_room, values={"free": say_bytes(free)}),
        _aged(Topic.COPY, standing.last_copy_ms or None, now_ms=standing.now_ms, days=COPY_DAYS),
        _aged(Topic.EXCHANGE, standing.last_exchange_ms, now_ms=standing.now_ms, days=EXCHANGE_DAYS),
        _for_a_person(standing),
        _judged(Topic.ERRORS, is_fine=not standing.faults, values={"count": str(standing.faults)}),
        _judged(Topic.KEYCHAIN, is_fine=standing.has_keychain),
        _judged(Topic.PRINTER, is_fine=standing.printers > 0, values={"count": str(standing.printers)}),
    )


def write_report(program: ProgramFacts, standing: Standing, *, modules: Container[str]) -> str:
    """Give the whole text of the report, which is shown and then written; `modules` are the program's own."""
    lines = [
        f"Quancai {program.version}, report of {local_time(standing.now_ms):%Y-%m-%d %H:%M}",
        "",
        "[program]",
        f"python {program.python}",
        f"qt {program.qt}",
        f"system {program.system}",
        f"packaged {_yes(is_so=program.is_packaged)}",
        f"language {program.language}",
        f"text size {program.text_percent} %",
        f"high contrast {_yes(is_so=program.has_high_contrast)}",
        "",
        "[records]",
        f"size {say_bytes(standing.records_bytes)}",
        f"not sent yet {standing.unsent}",
        "",
        "[checks]",
        *(_spell(check) for check in examine(standing)),
        "",
        "[log]",
        *scrubbed(standing.log, modules=modules),
    ]
    return "\n".join(lines) + "\n"


def scrubbed(lines: Iterable[str], *, modules: Container[str]) -> tuple[str, ...]:
    """Keep when, how grave, which module of the program and which kind; everything else becomes a dot."""
    return tuple(_scrub(line, modules) for line in lines)[-LOG_LINES:]


def say_bytes(size: int | None) -> str:
    if size is None:
        return "?"
    if size >= 1024 * MEBIBYTE:
        return f"{size / (1024 * MEBIBYTE):.1f} GB"
    return f"{max(size, 0) / MEBIBYTE:.1f} MB"


def _scrub(line: str, modules: Container[str]) -> str:
    head = _HEAD.match(line)
    if head is None:
        return _HIDDEN
    moment, level, name, message = head.groups()
    logger = name if name in modules else _HIDDEN
    return " ".join([moment, level, logger, *(_keep(word) for word in message.split())])


def _keep(word: str) -> str:
    bare = word.strip(",.;:")
    place = _PLACE.match(bare)
    if place is not None:
        # The name of a function of ours is harmless, but a name looks like one: the line number is enough.
        return f"line {bare.rpartition(':')[2]}"
    is_harmless = bare in _WORDS or any(kind.match(bare) for kind in _KINDS)
    return bare if is_harmless else _HIDDEN


def _judged(topic: Topic, *, is_fine: bool, values: Mapping[str, str] | None = None) -> Check:
    return Check(topic, is_fine, "ok" if is_fine else "warn", values or {})


def _for_a_person(standing: Standing) -> Check:
    alarms, returned = standing.open_alarms, standing.returned
    said = {(False, False): "ok", (True, False): "warn", (False, True): "returned", (True, True): "both"}
    values = {"count": str(alarms), "returned": str(returned)}
    is_fine = not alarms and not returned
    return Check(Topic.ALARMS, is_fine, said[bool(alarms), bool(returned)], values)


def _aged(topic: Topic, at_ms: int | None, *, now_ms: int, days: int) -> Check:
    if at_ms is None:
        return Check(topic, is_fine=False, said="never")
    age = max(0, now_ms - at_ms) // DAY_MS
    if age == 0:
        return Check(topic, is_fine=True, said="today")
    return _judged(topic, is_fine=age <= days, values={"days": str(age)})


def _spell(check: Check) -> str:
    values = "".join(f" {name} {value}" for name, value in check.values.items())
    return f"{check.topic} {'ok' if check.is_fine else 'look'}{values}"


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"
