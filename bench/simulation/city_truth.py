"""What the city's and the relay's databases hold, read with SQL of our own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bench.simulation.city_host import CityHost
from bench.simulation.ledger import Value
from server_stub.platform.scope import covers
from sync.bundle_encoding import decode_bundle
from sync.change import BlobPiece, BundleItem, FilledForm
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
    deleted: frozenset[str]  # people who were off the list at some revision
    files: Mapping[tuple[str, str], str]  # by form and name: the SHA-256 of what lies in its place
    set_aside_files: frozenset[tuple[str, str]]
    set_aside_documents: frozenset[bytes]
    documents: Mapping[tuple[str, str], tuple[str, bytes]]  # what stands: version and content
    withdrawn: frozenset[tuple[str, str, str]]
    merged_twice: tuple[tuple[str, int], ...] = ()

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


def read_city(city: CityHost, *, handed_over: Sequence[bytes] = ()) -> CityTruth:
    """Read all of it, and what devices that erased themselves left for the office to fetch."""
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
    aside = _items_set_aside(city, handed_over)
    return CityTruth(
        records=records,
        revisions=revisions,
        items={str(one): str(state) for one, state in city.rows("SELECT id, state FROM platform_items")},
        set_aside=frozenset(str(getattr(item, "id", "")) for item in aside),
        set_aside_files=frozenset(
            (one.submission_id, one.name) for one in aside if isinstance(one, BlobPiece)
        ),
        set_aside_documents=frozenset(one.xml for one in aside if isinstance(one, FilledForm)),
        deleted=frozenset(str(row[0]) for row in city.rows("SELECT id FROM city_revisions WHERE is_deleted")),
        files=_files(city),
        documents=_documents(city),
        withdrawn=frozenset(
            (str(kind), str(name), str(version))
            for kind, name, version in city.rows(
                "SELECT kind, name, version FROM city_documents WHERE withdrawn_at_ms IS NOT NULL"
            )
        ),
        inbox_states=frozenset(str(row[0]) for row in city.rows("SELECT state FROM platform_inbox")),
        quarantine_codes=frozenset(
            str(row[0]) for row in city.rows("SELECT code FROM platform_inbox WHERE state = 'quarantined'")
        ),
        conflicts=frozenset(conflicts),
        ever=frozenset(ever),
        merged_twice=tuple((str(item), int(str(count))) for item, count in merged),
    )


def _items_set_aside(city: CityHost, handed_over: Sequence[bytes]) -> list[BundleItem]:
    """Open what was set aside with the city's keys: a person could still use it."""
    registry = city.registry()
    found: list[BundleItem] = []
    rows = city.rows("SELECT body FROM platform_inbox WHERE state = 'quarantined'")
    for body in (*(row[0] for row in rows), *handed_over):
        assert isinstance(body, bytes)
        try:
            try:
                verified = verify_envelope(body, registry, audience=registry.realm)
            except StandingError as late:
                verified = late.envelope
            found.extend(decode_bundle(open_with_any(verified, city.desk.keys.openers)).items)
        except SyncError:
            continue  # whoever looks for what was in it does not find it
    return found


def _files(city: CityHost) -> dict[tuple[str, str], str]:
    """Name the files of forms that are there whole, by what their bytes are and not by what a row says."""
    folder = city.platform_settings.attachments
    found: dict[tuple[str, str], str] = {}
    for form, name, digest in city.rows(
        "SELECT submission, name, digest FROM city_attachments WHERE state = 'applied'"
    ):
        assert isinstance(digest, bytes)
        place = folder / digest.hex()
        if place.is_file():
            found[str(form), str(name)] = sha256(place.read_bytes()).hexdigest()
    return found


def _documents(city: CityHost) -> dict[tuple[str, str], tuple[str, bytes]]:
    """Give the newest of each that stands."""
    rows = city.rows(
        "SELECT kind, name, version, content FROM city_documents"
        " WHERE withdrawn_at_ms IS NULL AND source = 'published' ORDER BY number"
    )
    return {
        (str(kind), str(name)): (str(version), content)
        for kind, name, version, content in rows
        if isinstance(content, bytes)
    }


def _text(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _canonical(text: str) -> str:
    return _text(json.loads(text))
