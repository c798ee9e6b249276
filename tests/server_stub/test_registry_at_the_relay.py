"""What the relay hands out of a registry, and what relay and city keep of the versions before."""

from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from threading import Barrier

import pytest
from sqlalchemy import Connection, event, func, select

from server_stub.platform.exchange_tables import registry_devices, registry_versions
from server_stub.platform.registry import renewed_keys
from server_stub.platform.registry_kept import current_registry
from server_stub.relay import devices as shelf
from server_stub.relay.tables import registries
from sync.keys.identity import DeviceId
from sync.keys.registry import RegistryDocument, TrustRoots, read_registry
from sync.keys.registry_forms import RegistryExcerpt, SignedAlone, WholeRegistry, split_registry
from sync.wire import REGISTRY_PATH, registry_target
from tests.scenario.office import Office
from tests.server_stub.conftest import Counter

MOST_FETCHED = 2 * 1024


def fetch(counter: Counter, device: str) -> bytes:
    return counter.client.get(registry_target(DeviceId(device))).content


def test_a_device_is_shown_its_own_entry_with_the_proof(counter: Counter) -> None:
    devices = [counter.realm.join(f"{number} 号窗口") for number in range(9)]
    counter.publish()

    shown = read_registry(fetch(counter, devices[6].id), counter.realm.trust)

    assert [one.name for one in shown.devices] == ["6 号窗口"]
    assert len(fetch(counter, devices[6].id)) < MOST_FETCHED


def test_whoever_is_not_listed_is_shown_what_is_signed(counter: Counter) -> None:
    counter.realm.join()
    counter.publish()

    form = split_registry(fetch(counter, counter.realm.stranger().id))

    assert isinstance(form, SignedAlone)
    assert form == split_registry(counter.client.get(REGISTRY_PATH).content)


def test_excerpts_follow_the_newest_version(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    fetch(counter, device.id)
    counter.realm.revoke(device, after=3)
    counter.publish()

    (entry,) = read_registry(fetch(counter, device.id), counter.realm.trust).devices

    assert entry.revoked_at_seq == 3


def test_a_question_for_anything_else_is_refused(counter: Counter) -> None:
    counter.publish()

    answers = [counter.client.get(f"{REGISTRY_PATH}?{query}") for query in ("device=x", "whole=2", "all")]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(400, "message-malformed")] * 3


def test_the_relay_takes_no_registry_without_its_devices(counter: Counter) -> None:
    counter.realm.join()
    form = split_registry(counter.realm.registry())

    answer = counter.client.post(REGISTRY_PATH, content=form.signed)

    assert (answer.status_code, answer.json()["code"]) == (400, "message-malformed")


def test_the_relay_keeps_the_newest_registry_only(counter: Counter) -> None:
    counter.publish()
    counter.realm.version = 2
    counter.publish()

    with counter.database.read() as connection:
        assert connection.execute(select(registries.c.version)).scalars().all() == [2]


def test_the_city_keeps_devices_of_the_newest_version_only(office: Office) -> None:
    office.enrol()
    office.enrol()

    with office.city.read() as connection:
        newest = connection.execute(select(func.max(registry_versions.c.version))).scalar_one()
        sizes = connection.execute(select(func.length(registry_versions.c.document))).scalars().all()
        kept = connection.execute(select(registry_devices.c.version)).scalars().all()
    assert kept == [newest]
    assert len(sizes) == newest
    assert max(sizes) < MOST_FETCHED


def test_asking_for_the_registry_again_reads_no_devices(office: Office) -> None:
    office.enrol()
    statements: list[str] = []
    event.listen(office.city.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    with office.city.read() as connection:
        before = current_registry(connection, office.desk.keys.roots)
    statements.clear()

    with office.city.read() as connection:
        again = current_registry(connection, office.desk.keys.roots)

    assert again is before
    assert [one for one in statements if registry_devices.name in one] == []


def test_who_joined_says_since_which_version(office: Office) -> None:
    first, second = office.enrol(), office.enrol()

    registry = office.registry()

    since = {str(one.device_id): one.since for one in registry.devices}
    assert since[first.id] < since[second.id] <= registry.version


def test_what_a_device_of_the_office_fetches_is_its_own(office: Office) -> None:
    office.enrol()
    device = office.enrol()

    fetched = office.client_of(device.device.identity).fetch_registry(DeviceId(device.id))

    form = split_registry(fetched)
    assert isinstance(form, RegistryExcerpt)
    assert isinstance(
        split_registry(office.client_of(device.device.identity).fetch_registry()), WholeRegistry
    )
    assert [one.device_id for one in read_registry(fetched, office.desk.keys.roots).devices] == [device.id]


def test_a_device_that_changes_keys_for_ever_keeps_the_list_readable(office: Office) -> None:
    office.enrol()
    (device,) = office.registry().devices
    change = renewed_keys(device.public)

    worn = reduce(change, range(2, 102), device)

    assert [one.until_epoch for one in worn.former] == list(range(38, 102))


def test_of_a_crowd_that_asks_at_once_one_reads_the_registry_for_all(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.realm.join()
    counter.publish()
    crowd, ask = Barrier(4), shelf.newest_version
    readings: list[bytes] = []

    def ask_with_all(connection: Connection) -> int:
        version = ask(connection)
        crowd.wait(60)
        return version

    def note(encoded: bytes, roots: TrustRoots) -> RegistryDocument:
        readings.append(encoded)
        return read_registry(encoded, roots)

    monkeypatch.setattr(shelf, "newest_version", ask_with_all)
    monkeypatch.setattr(shelf, "read_registry", note)
    empty = shelf.RegistryShelf(counter.database, roots=counter.realm.trust)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(empty.current) for _ in range(4)]

    assert {one.result().version for one in asked} == {counter.realm.version}
    assert len(readings) == 1
