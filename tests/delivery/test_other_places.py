"""The office gives a device other places: what it lost goes after its work, what it gained comes."""

from pathlib import Path

import pytest

from server_stub.office import order_scope
from server_stub.platform.desk import CityDesk
from server_stub.platform.orders import Order, OrderKind
from store import DeliveryState, Draft, discard_draft, list_places, read_record, save_draft
from sync.errors import ServerUnreachableError
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office
from tests.scenario.village import Village, settle_village

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

XIANGSHAN, YANGGUANG = "350582001014", "350582001015"


def places(village: Village) -> set[str]:
    """Give where the people lie that this computer holds."""
    return {place for kind, _, place in list_places(village.store) if kind == "person"}


def people_of(office: Office, place: str) -> set[str]:
    rows = office.rows(f"SELECT id FROM city_records WHERE kind = 'person' AND village = '{place}'")
    return {str(row[0]) for row in rows}


def held(village: Village) -> set[str]:
    return {record_id for kind, record_id, _ in list_places(village.store) if kind == "person"}


def rescope(village: Village, *scope: str) -> None:
    order_scope(village.office.folder, village.device.device_id, scope=scope)


def test_a_device_that_gains_a_village_holds_exactly_its_people_beside_its_own(village: Village) -> None:
    office = village.office
    before = held(village)

    rescope(village, XIANGSHAN, YANGGUANG)
    village.exchange()

    assert before == people_of(office, XIANGSHAN)
    assert held(village) == before | people_of(office, YANGGUANG)


def test_a_device_that_loses_a_village_erases_its_people_and_nobody_else(
    office: Office, tmp_path: Path
) -> None:
    both = settle_village(office, tmp_path / "both", scope=(XIANGSHAN, YANGGUANG))
    rescope(both, YANGGUANG)

    both.exchange()

    assert held(both) == people_of(office, YANGGUANG)
    assert read_record(both.store, "person", CAI) is None
    both.store.close()


def test_a_device_sent_to_another_village_has_that_one_alone(village: Village) -> None:
    rescope(village, YANGGUANG)

    village.exchange()

    assert places(village) == {YANGGUANG}


def test_work_the_relay_had_when_the_village_was_lost_is_applied(village: Village) -> None:
    work = village.finish(village.start("employment_brief"), SAYS_UNEMPLOYED)
    village.sync()
    rescope(village, YANGGUANG)

    village.exchange()

    village.office.desk.run_once()
    assert village.office.record("person", CAI).fields["emp_status"] == "1"
    assert {item.state for item in village.items(work)} <= {DeliveryState.APPLIED}
    assert CAI not in held(village)


def test_a_lost_village_given_back_stays_though_its_people_waited_to_leave(village: Village) -> None:
    save_draft(village.store, Draft("d-1", "employment_brief", "1", CAI, b"draft", 1))
    rescope(village, YANGGUANG)
    village.exchange()
    waiting = held(village) & people_of(village.office, XIANGSHAN)

    rescope(village, XIANGSHAN)
    village.exchange()
    discard_draft(village.store, "d-1")
    village.exchange()

    assert waiting == {CAI}
    assert held(village) == people_of(village.office, XIANGSHAN)


def test_what_was_sealed_for_the_wider_scope_is_there_before_the_device_hears_of_the_narrower(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = settle_village(office, tmp_path / "both", scope=(XIANGSHAN, YANGGUANG))
    colleague = settle_village(office, tmp_path / "colleague", scope=(XIANGSHAN,))
    colleague.finish(colleague.start("employment_brief"), SAYS_UNEMPLOYED)
    colleague.sync()
    rescope(both, YANGGUANG)
    publish = CityDesk.publish_registry

    def publish_and_let_it_sync(desk: CityDesk, relay: object) -> None:
        publish(desk, relay)  # type: ignore[arg-type]
        both.sync()

    monkeypatch.setattr(CityDesk, "publish_registry", publish_and_let_it_sync)
    both.exchange()
    both.sync()

    assert held(both) == people_of(office, YANGGUANG)
    both.store.close()
    colleague.store.close()


def test_the_same_places_again_make_no_registry_and_no_envelope(village: Village) -> None:
    rescope(village, XIANGSHAN, YANGGUANG)
    village.exchange()
    version = village.office.registry().version
    sealed = village.office.rows("SELECT count(*) FROM platform_outgoing")

    rescope(village, XIANGSHAN, YANGGUANG)
    rescope(village, YANGGUANG, XIANGSHAN)
    village.exchange()

    assert village.office.registry().version == version
    assert village.office.rows("SELECT count(*) FROM platform_outgoing") == sealed


def test_of_two_orders_the_later_one_holds(village: Village) -> None:
    rescope(village, YANGGUANG)
    rescope(village, XIANGSHAN)

    village.exchange()

    assert places(village) == {XIANGSHAN}
    assert village.office.rows("SELECT count(*) FROM platform_orders WHERE done_at_ms IS NULL") == [(0,)]


def test_a_round_that_dies_before_its_commit_leaves_the_order_to_the_next_one(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = village.office
    version = office.registry().version
    rescope(village, YANGGUANG)
    with monkeypatch.context() as broken:

        def cut(*_: object, **__: object) -> None:
            raise ServerUnreachableError

        broken.setattr("server_stub.platform.revocation.note_done", cut)
        with pytest.raises(ServerUnreachableError):
            office.desk.run_once()
    after_the_cut = (office.registry().version, places(village))
    office.restart()

    village.exchange()

    assert after_the_cut == (version, {XIANGSHAN})
    assert office.registry().version == version + 1
    assert places(village) == {YANGGUANG}


def test_an_ended_device_is_given_nothing_whatever_was_ordered_before(village: Village) -> None:
    office = village.office
    rescope(village, YANGGUANG)
    with office.city.write() as connection:
        connection.exec_driver_sql("UPDATE platform_orders SET done_at_ms = 1")
    office.order(Order(OrderKind.REVOKE, village.device.device_id))
    office.order(Order(OrderKind.RESCOPE, village.device.device_id, scope=(YANGGUANG,)))
    sealed = office.rows("SELECT count(*) FROM platform_outgoing")

    office.desk.run_once()

    entry = office.registry().device(village.device.device_id)
    assert entry is not None
    assert (entry.scope, entry.is_revoked) == ((XIANGSHAN,), True)
    assert office.rows("SELECT count(*) FROM platform_outgoing") == sealed
