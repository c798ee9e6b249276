"""What goes to everybody goes some devices a commit: none is forgotten, none told twice, and nobody waits."""

import pytest

from server_stub.platform import spreading
from server_stub.platform.documents import NewDocument, keep_document
from server_stub.platform.file_rounds import DEVICES_AT_ONCE
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import PlacedState
from server_stub.platform.records import CityRecord, Provenance, Source, state_of, write_record
from server_stub.platform.spreading import Spreading
from server_stub.platform.untold import note_untold
from sync.change import ConflictNotice, DocumentKind, DocumentPiece, RecordState, VerdictState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office
from tests.scenario.realm import TOWNSHIP

REVISION = "00000000000001-000000-city"


def offer(office: Office) -> None:
    vacancy = CityRecord("vacancy", "v-1", REVISION, {"title": "缝纫工"}, TOWNSHIP)
    provenance = Provenance(Source.IMPORT, "office", None, office.clock.now_ms())
    with office.city.write() as connection:
        write_record(connection, vacancy, provenance=provenance)
        note_untold(connection, [PlacedState(state_of(vacancy))], now_ms=office.clock.now_ms())


def joined(office: Office, number: int) -> list[FieldDevice]:
    devices = [office.ask_to_join(name=f"窗口{place}") for place in range(number)]
    office.desk.run_once()
    for device in devices:
        device.pull()
    return devices


def records_told(device: FieldDevice) -> list[str]:
    return [one.record_id for one in device.pull() if isinstance(one, RecordState)]


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "_DEVICES_AT_ONCE", 1)


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_everybody_is_told_once_however_many_commits_it_takes(office: Office) -> None:
    devices = joined(office, 3)
    offer(office)

    office.desk.run_once()
    office.desk.run_once()

    assert [records_told(device) for device in devices] == [["v-1"]] * 3
    assert office.rows("SELECT * FROM platform_spreading") == office.rows("SELECT * FROM city_untold") == []


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_platform_that_dies_between_two_devices_goes_on_with_the_second(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = joined(office, 3)
    offer(office)
    monkeypatch.setattr(Postbox, "send", dying_after(1))
    with pytest.raises(PowerCutError):
        office.desk.run_once()
    monkeypatch.undo()
    assert len(office.rows("SELECT * FROM platform_spreading")) == 1

    office.restart()
    office.desk.run_once()

    assert [records_told(device) for device in devices] == [["v-1"]] * 3
    assert office.rows("SELECT * FROM platform_spreading") == []


@pytest.mark.usefixtures("one_by_one")
def test_what_is_being_told_goes_out_before_anything_later_about_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = joined(office, 2)
    worker = devices[0]
    visit = office.visit(worker, SAYS_UNEMPLOYED)
    worker.post(visit.form, visit.change)
    told = office.record("person", CAI)
    with office.city.write() as connection:
        note_untold(connection, [PlacedState(state_of(told), state_of(told))], now_ms=1)
    monkeypatch.setattr(Postbox, "send", dying_after(1))
    with pytest.raises(PowerCutError):
        office.desk.run_once()
    monkeypatch.undo()

    office.restart()
    office.desk.run_once()

    for device in devices:
        device.pull()
        assert device.states("person")[CAI].fields["emp_status"] == "1"
    assert worker.verdicts(visit.change.id)[-1] == (VerdictState.APPLIED, None)


def test_what_the_city_said_is_kept_word_for_word(office: Office) -> None:
    before = RecordState("person", "p-1", "r-1", {"phone": "1", "visits": 1}, place="350582001014")
    after = RecordState("person", "p-1", "r-2", {"phone": None}, is_deleted=True, place="350582002001")
    notice = ConflictNotice("person", "p-1", "phone", None, "1", "2", "r-1", "r-2", 7)
    news = PlacedState(after, before, conflicts=(notice,))
    with office.city.write() as connection:
        Spreading(connection, postbox=unused()).begin([news])

    with office.city.read() as connection:
        [row] = connection.execute(spreading.spreading.select())
        assert spreading._news(row) == [news]


def test_an_office_that_publishes_to_a_city_answers_between_two_handfuls(office: Office) -> None:
    devices = joined(office, DEVICES_AT_ONCE + 2)
    with office.city.write() as connection:
        keep_document(connection, NewDocument(DocumentKind.LIST, "wishes.csv", "1", b"name\n"), now_ms=1)
    worker = devices[-1]
    visit = office.visit(worker, SAYS_UNEMPLOYED)

    assert office.desk.run_once() is True
    worker.post(visit.form, visit.change)
    assert office.desk.go_on() is True

    pieces = [sum(isinstance(one, DocumentPiece) for one in device.pull()) for device in devices]
    assert pieces == [1] * len(devices)
    assert worker.verdicts(visit.change.id)[-1] == (VerdictState.APPLIED, None)
    assert office.desk.go_on() is False


def test_news_of_one_village_cost_the_devices_of_others_nothing(office: Office) -> None:
    here, elsewhere = office.enrol(scope=("350582001014",)), office.enrol(scope=("350582002",))
    before = office.rows("SELECT count(*) FROM platform_outgoing")
    told = office.record("person", CAI)
    with office.city.write() as connection:
        note_untold(connection, [PlacedState(state_of(told))], now_ms=1)

    office.desk.run_once()

    assert records_told(here) == [CAI]
    assert elsewhere.pull() == []
    assert office.rows("SELECT count(*) - 1 FROM platform_outgoing") == before


class PowerCutError(BaseException):
    """The machine is gone; nothing after this happens."""


def dying_after(number: int) -> object:
    send, sent = Postbox.send, list[int]()

    def dying(postbox: Postbox, *arguments: object, **named: object) -> None:
        if len(sent) == number:
            raise PowerCutError
        sent.append(1)
        send(postbox, *arguments, **named)  # type: ignore[arg-type]

    return dying


def unused() -> Postbox:
    return None  # type: ignore[return-value]
