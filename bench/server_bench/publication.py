"""How long a word to everybody takes the platform, and how long it keeps others from writing meanwhile.

Three of them, each to every device of a city: a published list, vacancies offered in the whole city, and the
daily checkpoint. Sealing alone: the relay is another measurement. A commit is timed from when the
database is ours until it is given back, because a command of the office waits as long.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from sqlalchemy import Connection

from bench.server_bench.fleet import found_city
from employment import shipped_rule_pack
from server_stub.data_folder import load_settings, open_city
from server_stub.database import Database
from server_stub.platform.built_in_city import BuiltInCity
from server_stub.platform.checkpoints import issue_checkpoint
from server_stub.platform.dispatch import Dispatcher
from server_stub.platform.documents import NewDocument, keep_document
from server_stub.platform.file_rounds import FileRounds
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.ledger import Ledger
from server_stub.platform.merging import first_revision
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import PlacedState
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.platform.records import CityRecord, Provenance, Source, state_of
from server_stub.platform.registry_kept import current_registry
from server_stub.platform.untold import note_untold
from sync.adapters.system import SystemClock, SystemEntropy
from sync.change import DocumentKind, FieldValue
from sync.keys.registry_document import RegistryDocument

_CLOCK: Final = SystemClock()
_ENTROPY: Final = SystemEntropy()
_CITY: Final = "3505"


@dataclass(frozen=True, slots=True)
class Spread:
    """One word to everybody: all of it, and the longest time nobody else could write."""

    seconds: float
    longest_commit_s: float
    commits: int


@dataclass
class Stopwatch:
    """A database whose writing transactions are timed."""

    database: Database
    held: list[float] = field(default_factory=list)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        began = 0.0
        try:
            with self.database.write() as connection:
                began = time.perf_counter()
                yield connection
        finally:
            self.held.append(time.perf_counter() - began)

    def read(self) -> AbstractContextManager[Connection]:
        return self.database.read()


def measure_publication(
    folder: Path, *, devices: int, vacancies: int, list_bytes: int = 20_000
) -> dict[str, Spread]:
    """Give the figures of a published list, of vacancies of the whole city, and of a checkpoint."""
    found_city(folder, devices=devices)
    settings, keys = load_settings(folder), open_realm_keys(folder)
    city = open_city(settings)
    watch = Stopwatch(city)

    def postbox(connection: Connection, registry: RegistryDocument) -> Postbox:
        return Postbox(connection, keys.cities, registry, settings.for_platform(), _CLOCK.now_ms(), _ENTROPY)

    def built_in(connection: Connection) -> BuiltInCity:
        ledger, now_ms = Ledger(connection), _CLOCK.now_ms()
        dispatcher = Dispatcher(ledger, shipped_rule_pack(), settings.task_days, now_ms, _ENTROPY)
        return BuiltInCity(ledger, FormShelf.shipped(clock=_CLOCK).reading(connection), dispatcher, now_ms)

    timed = cast("Database", watch)
    rounds = FileRounds(timed, settings.for_platform(), keys.roots, _CLOCK, postbox, built_in)

    def publish() -> None:
        while rounds.deliver_documents():
            pass

    def checkpoint() -> None:
        with watch.write() as connection:
            registry = current_registry(connection, keys.roots)
            issue_checkpoint(
                connection, registry, postbox=postbox(connection, registry), now_ms=_CLOCK.now_ms()
            )

    with city.write() as connection:
        # Random, as what a device's own compression could shrink would be another measurement.
        content = _ENTROPY.take(list_bytes)
        keep_document(connection, NewDocument(DocumentKind.LIST, "list.csv", "1", content), now_ms=0)
    published = _spread(watch, publish)
    with city.write() as connection:
        _put_in(connection, vacancies)
    figures = {
        "list": published,
        "vacancies": _spread(watch, rounds.tell_news),
        "checkpoint": _spread(watch, checkpoint),
    }
    city.close()
    return figures


def _spread(watch: Stopwatch, work: Callable[[], None]) -> Spread:
    watch.held.clear()
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    return Spread(round(seconds, 2), round(max(watch.held), 3), len(watch.held))


def _put_in(connection: Connection, vacancies: int) -> None:
    now_ms, ledger = _CLOCK.now_ms(), Ledger(connection)
    provenance = Provenance(Source.IMPORT, "bench", None, now_ms)
    fields: dict[str, FieldValue] = {
        "title": "缝纫工",
        "employer_name": "晋江晨汐鞋业有限公司",
        "openings": 20,
        "pay_min": 5000,
    }
    for number in range(vacancies):
        record = CityRecord("vacancy", f"v-{number}", first_revision(now_ms), fields, _CITY)
        ledger.write(record, provenance=provenance)
        note_untold(connection, [PlacedState(state_of(record))], now_ms=now_ms)
    ledger.write_down()
