"""What the replica costs beside plain sqlite3, and how long a search takes, measured in one run.

    .venv/bin/python -m bench.exchange_bench.store_figures [--rows N] [--persons N] [--rounds N]

Rounds of all sides alternate and the best of each counts, so that a noisy machine disturbs them alike.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from bench.collecting import uncollected
from bench.exchange_bench.invented_people import invented_people
from bench.exchange_bench.plain_sqlite import PlainReplica, PlainTable
from bench.forms_bench.measuring import percentile
from store import (
    Origin,
    Store,
    StoredRecord,
    catch_up,
    list_records,
    open_store,
    read_record,
    search_persons,
    write_records,
)
from store.bulk import bulk_import
from store.readings import readings_of, ways_to_type

_KEY: Final = bytes(range(32))
_BATCH: Final = 2_000
_PLATFORM: Final = Origin("platform")
_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class StoreFigures:
    """Ours over plain; 1 is free. `*_least` is against a bare table, without history, indexes and search."""

    insert_ratio: float
    insert_ratio_least: float
    read_ratio: float
    point_read_ratio: float
    insert_us: float


@dataclass(frozen=True, slots=True)
class SearchFigures:
    p50_ms: float
    p95_ms: float
    max_ms: float
    slowest: str
    questions: int


def measure_store(rows: int, *, rounds: int = 3) -> StoreFigures:
    """Write and read this many persons (and their households) in ours and in both plain files."""
    people = list(invented_people(rows))
    ids = [one.id for one in people if one.kind == "person"]
    some = random.Random(3).sample(ids, min(3_000, len(ids)))
    best = [float("inf")] * 7
    for _ in range(rounds):
        best = [min(pair) for pair in zip(best, _round(people, some), strict=True)]
    ours, plain, least, all_ours, all_plain, point_ours, point_plain = best
    return StoreFigures(
        insert_ratio=round(ours / plain, 2),
        insert_ratio_least=round(ours / least, 2),
        read_ratio=round(all_ours / all_plain, 2),
        point_read_ratio=round(point_ours / point_plain, 2),
        insert_us=round(1e6 * ours / len(people), 1),
    )


def measure_search(persons: int, *, questions: int = 400) -> SearchFigures:
    """Type many questions key by key, over this many persons; each key is one search of one page."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "replica.db", _KEY)
        people = list(invented_people(persons))
        _fill(store, people)
        typed = [text for text in _typed(people, questions) for text in _keys(text)]
        search_persons(store, "王", limit=_PAGE)
        ask = partial(search_persons, store, limit=_PAGE)
        with uncollected():
            taken = [(1000 * _seconds(partial(ask, text)), text) for text in typed]
        store.close()
    times = [one[0] for one in taken]
    return SearchFigures(
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
        max_ms=round(max(times), 2),
        slowest=max(taken)[1],
        questions=len(typed),
    )


def measure_first_fill(records: int = 10_000) -> float:
    """Give the seconds one bulk import of this many records takes, durable at the end."""
    people = list(invented_people(records))[:records]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "replica.db", _KEY)
        with uncollected():
            seconds = _seconds(lambda: _fill(store, people))
        store.close()
    return round(seconds, 3)


def _round(people: Sequence[StoredRecord], some: Sequence[str]) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "replica.db", _KEY)
        plain, least = PlainReplica(Path(folder) / "plain.db"), PlainTable(Path(folder) / "least.db")
        with uncollected():
            times = [
                _seconds(lambda: _fill(store, people)),
                _seconds(lambda: _fill_plain(plain, people)),
                _seconds(lambda: _fill_plain(least, people)),
                _seconds(lambda: list_records(store, "person")),
                _seconds(plain.read_all),
                _seconds(lambda: [read_record(store, "person", one) for one in some]),
                _seconds(lambda: [plain.read(one) for one in some]),
            ]
        for side in (store, plain, least):
            side.close()
    return times


def _fill(store: Store, people: Sequence[StoredRecord]) -> None:
    """Write them, and make what they are searched by, as the plain side does."""
    with bulk_import(store):
        for start in range(0, len(people), _BATCH):
            write_records(store, people[start : start + _BATCH], origin=_PLATFORM)
        catch_up(store)


def _fill_plain(plain: PlainTable, people: Sequence[StoredRecord]) -> None:
    for start in range(0, len(people), _BATCH):
        plain.write(people[start : start + _BATCH])
    plain.flush()


def _typed(people: Sequence[StoredRecord], questions: int) -> list[str]:
    """Invent what officers type: names, pinyin, initials, ends of numbers, places, and two together."""
    dice = random.Random(11)
    persons = [one for one in people if one.kind == "person"]
    houses = {one.id: one for one in people if one.kind == "household"}
    asked = []
    for number in range(questions):
        fields = dice.choice(persons).fields
        house = houses[str(fields["household_id"])].fields
        name, id_no, phone = (str(fields[one]) for one in ("person_name", "id_no", "phone"))
        road, door, *_ = str(house["address"]).split()
        pinyin = dice.choice(sorted(ways_to_type(readings_of(name))))
        kinds = (
            name, name[1:], pinyin, id_no[-4:], phone[-4:], phone[3:8], f"{name[0]} {id_no[-4:]}",
            f"{road} {door}", f"{name[0]} {road}", str(house["household_no"]), f"{pinyin[:2]} {phone[-4:]}",
            id_no,
        )  # fmt: skip
        asked.append(kinds[number % len(kinds)])
    return asked


def _keys(text: str) -> list[str]:
    return [text[:end] for end in range(1, len(text) + 1) if text[end - 1] != " "]


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(measure_store(arguments.rows, rounds=arguments.rounds))
    print(f"first_fill_s {measure_first_fill()}")
    print(measure_search(arguments.persons))


if __name__ == "__main__":
    main()
