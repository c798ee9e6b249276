"""What the city's and the relay's databases hold, read with SQL of our own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.simulation.city_host import CityHost
from bench.simulation.ledger import Value
from server_stub.platform.scope import covers
from sync.bundle_encoding import decode_bundle
from sync.envelope.opening import open_with_any
from sync.envelope.verifying import StandingError, verify_envelope
from sync.errors import SyncError
from sync.keys.registry_document import DeviceEntry

Key = tuple[str, str]


@dataclass(frozen=True)
class CityRecordTruth:
    """A record, and the village that decides who may hold it."""

    village: str
    is_deleted: bool
    fields: Mapping[str, Value]

    def shown(self) -> dict[str, Value]:
        return {**self.fields, "(revision)": None, "(deleted)": self.is_deleted}


@dataclass(frozen=True)
class CityTruth:
    """Everything the promises ask about the city."""

    records: Mapping[Key, CityRecordTruth]
    revisions: Mapping[Key, str]
    items: Mapping[str, str]
    set_aside: frozenset[str]  # ids inside quarantined envelopes
    inbox_states: frozenset[str]
    quarantine_codes: frozenset[str]
    conflicts: frozenset[tuple[Key, str, str]]
    ever: frozenset[tuple[Key, str, str]]
    doubles: tuple[tuple[str, int], ...] = ()
    merged_twice: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[str, ...] = field(default=())

    def records_within(self, device: DeviceEntry | None) -> dict[Key, dict[str, Value]]:
        scope = () if device is None else device.scope
        return {
            key: {**record.fields, "(deleted)": record.is_deleted, "(revision)": self.revisions[key]}
            for key, record in self.records.items()
            if covers(scope, record.village)
        }

    def is_conflict(self, key: Key, name: str, value: Value) -> bool:
        return (key, name, _text(value)) in self.conflicts

    def was_ever(self, key: Key, name: str, value: Value) -> bool:
        return (key, name, _text(value)) in self.ever


def read_city(city: CityHost) -> CityTruth:
    """Read all of it."""
    records, revisions = {}, {}
    for kind, record_id, revision, text, is_deleted, village in city.rows(
        "SELECT kind, id, revision, fields, is_deleted, village FROM city_records"
    ):
        key = (str(kind), str(record_id))
        records[key] = CityRecordTruth(str(village), bool(is_deleted), json.loads(str(text)))
        revisions[key] = str(revision)
    conflicts = set()
    for kind, record_id, name, one, other in city.rows(
        "SELECT kind, id, field, city_value, device_value FROM city_conflicts"
    ):
        key = (str(kind), str(record_id))
        conflicts |= {(key, str(name), _canonical(str(value))) for value in (one, other)}
    ever = set()
    for kind, record_id, text in city.rows("SELECT kind, id, fields FROM city_revisions"):
        key = (str(kind), str(record_id))
        ever |= {(key, name, _text(value)) for name, value in json.loads(str(text)).items()}
    merged = city.rows(
        "SELECT item_id, count(*) FROM city_revisions WHERE source = 'merge'"
        " GROUP BY item_id HAVING count(*) > 1"
    )
    set_aside, unreadable = _quarantined_items(city)
    return CityTruth(
        records=records,
        revisions=revisions,
        items={str(one): str(state) for one, state in city.rows("SELECT id, state FROM platform_items")},
        set_aside=set_aside,
        inbox_states=frozenset(str(row[0]) for row in city.rows("SELECT state FROM platform_inbox")),
        quarantine_codes=frozenset(
            str(row[0]) for row in city.rows("SELECT code FROM platform_inbox WHERE state = 'quarantined'")
        ),
        conflicts=frozenset(conflicts),
        ever=frozenset(ever),
        merged_twice=tuple((str(item), int(str(count))) for item, count in merged),
        unreadable=unreadable,
    )


def _quarantined_items(city: CityHost) -> tuple[frozenset[str], tuple[str, ...]]:
    """Open what was set aside with the city's keys: a person could still use it."""
    registry = city.registry()
    found: set[str] = set()
    unreadable: list[str] = []
    for digest, body in city.rows("SELECT digest, body FROM platform_inbox WHERE state = 'quarantined'"):
        assert isinstance(body, bytes)
        try:
            try:
                verified = verify_envelope(body, registry, audience=registry.realm)
            except StandingError as late:
                verified = late.envelope
            items = decode_bundle(open_with_any(verified, city.desk.keys.openers)).items
        except SyncError as error:
            unreadable.append(f"{digest}: {error.code}")
            continue
        found |= {str(getattr(item, "id", "")) for item in items}
    return frozenset(found), tuple(unreadable)


def _text(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _canonical(text: str) -> str:
    return _text(json.loads(text))
