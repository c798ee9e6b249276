"""The city's own system fails in every way a server can: nothing is lost, set aside or done twice."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from server_stub.city_system.connecting import open_city_system
from server_stub.errors import SettingInvalidError
from server_stub.importing.columns import ListKind
from server_stub.importing.errors import RecordsElsewhereError
from server_stub.list_import import import_list
from server_stub.settings import ServerSettings
from sync.change import VerdictState, Want
from sync.ports import Request, Response
from tests.fakes.clock import FakeClock
from tests.fakes.transport import Fault
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office
from tests.scenario.own_city import TOKEN, OwnCity, move_out

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "city-contract.openapi.json"
APPLIED = [(VerdictState.CHECKED, None), (VerdictState.APPLIED, None)]


@pytest.fixture
def own(office: Office, tmp_path: Path) -> Iterator[OwnCity]:
    city = move_out(office, tmp_path)
    yield city
    city.records.close()


def states_of(office: Office) -> list[str]:
    return [str(state) for (state,) in office.rows("SELECT state FROM platform_inbox")]


@pytest.mark.expects_warning
def test_while_it_is_down_work_is_received_and_its_verdicts_come_afterwards(own: OwnCity) -> None:
    device = own.office.enrol()
    visit = own.office.visit(device, SAYS_UNEMPLOYED)
    own.wire.is_connected = False

    device.post(visit.form, visit.change)
    own.office.desk.run_once()
    assert (device.pull(), states_of(own.office)) == ([], ["received"])

    own.wire.is_connected = True
    own.office.clock.advance(2)
    own.office.desk.run_once()
    device.pull()
    assert device.verdicts(visit.change.id) == APPLIED


@pytest.mark.expects_warning
def test_a_restart_while_it_is_down_forgets_nothing(own: OwnCity) -> None:
    device = own.office.enrol()
    visit = own.office.visit(device, SAYS_UNEMPLOYED)
    own.wire.is_connected = False
    device.post(visit.form, visit.change)
    own.office.desk.run_once()

    own.wire.is_connected = True
    own.restart_platform()
    own.office.desk.run_once()
    device.pull()

    assert device.verdicts(visit.change.id) == APPLIED


@pytest.mark.expects_warning
def test_a_lost_answer_to_an_application_is_given_again_and_nothing_happens_twice(own: OwnCity) -> None:
    device = own.office.enrol()
    visit = own.office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    own.wire.plan(Fault.NONE, Fault.NONE, Fault.LOSE_ANSWER)  # news, check, apply

    own.office.desk.run_once()
    assert states_of(own.office) == ["checked"]
    own.restart_platform()
    own.office.desk.run_once()
    device.pull()

    with own.records.read() as connection:
        query = f"SELECT count(*) FROM city_revisions WHERE id = '{CAI}' AND source = 'merge'"
        assert connection.exec_driver_sql(query).scalar_one() == 1
    assert device.verdicts(visit.change.id) == APPLIED
    assert device.states("person")[CAI].fields["emp_status"] == "1"


@pytest.mark.expects_warning
def test_a_city_that_rests_is_not_asked_and_the_pause_grows(own: OwnCity) -> None:
    device = own.office.enrol()
    own.wire.is_connected = False
    visit = own.office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    asked = len(own.wire.requests)

    own.office.desk.run_once()
    own.office.desk.run_once()
    assert len(own.wire.requests) == asked + 1

    own.office.clock.advance(1.5)
    own.office.desk.run_once()
    own.office.clock.advance(1.5)
    own.office.desk.run_once()
    assert len(own.wire.requests) == asked + 2


@pytest.mark.expects_warning
def test_a_device_that_joins_while_it_is_down_is_let_in_afterwards(own: OwnCity) -> None:
    device = own.office.ask_to_join()
    own.wire.is_connected = False
    own.office.desk.run_once()

    own.wire.is_connected = True
    own.office.clock.advance(2)
    own.office.desk.run_once()
    device.pull()

    assert CAI in device.states("person")


@pytest.mark.expects_warning
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response(200, {}, b"<html>Welcome"), "city-system-answer"),
        (Response(200, {}, b"[]"), "city-system-answer"),
        (Response(200, {}, b'{"outcomes": []}'), "city-system-answer"),
        (
            Response(200, {}, b'{"outcomes": [{"item": "x", "code": null, "changed": []}]}'),
            "city-system-answer",
        ),
        (Response(401, {}, b""), "city-system-refused"),
        (Response(404, {}, b""), "city-system-refused"),
        (Response(503, {}, b""), "city-system-down"),
        (Response(429, {}, b""), "city-system-down"),
    ],
)
def test_an_answer_that_is_none_sets_nothing_aside(
    own: OwnCity, answer: Response, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    device = own.office.enrol()
    visit = own.office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    real = own.wire.server
    own.wire.server = lambda request: answer if request.target == "/v1/check" else real(request)

    own.office.desk.run_once()

    assert states_of(own.office) == ["received"]
    assert code in caplog.text
    own.wire.server = real
    own.office.clock.advance(2)
    own.office.desk.run_once()
    device.pull()
    assert device.verdicts(visit.change.id) == APPLIED


@pytest.mark.expects_warning
def test_a_wrong_token_is_refused_and_says_nothing_of_the_records(own: OwnCity) -> None:
    answer = own.wire.server(Request("GET", f"/v1/records/person/{CAI}", {"authorization": "Bearer guess"}))

    assert (answer.status, answer.body) == (401, b'{"code":"city-token"}')


@pytest.mark.parametrize("body", [b"", b"[]", b'{"sender": {}, "items": [], "forms": []}', b"\xff"])
def test_a_question_that_is_none_is_answered_with_a_problem(own: OwnCity, body: bytes) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}

    assert own.wire.server(Request("POST", "/v1/apply", headers, body)).status == 400


def test_every_question_and_answer_of_a_day_is_as_the_contract_says(own: OwnCity) -> None:
    talk: list[tuple[Request, Response]] = []
    real = own.wire.server

    def overhear(request: Request) -> Response:
        talk.append((request, real(request)))
        return talk[-1][1]

    own.wire.server = overhear
    first, second = own.office.enrol(), own.office.enrol()
    visit = own.office.visit(first, SAYS_UNEMPLOYED)
    first.post(visit.form, visit.change, Want("person", CAI))
    second.post(visit.change)
    own.office.desk.run_once()

    schemas = json.loads(CONTRACT.read_text(encoding="utf-8"))
    asked = [json.loads(one.body) for one, _ in talk if one.method == "POST"]
    answered = {_operation(one): json.loads(answer.body) for one, answer in talk}
    assert [_faults(schemas, "Batch", one) for one in asked] == [[]] * len(asked)
    assert answered.keys() == {"apply", "check", "news", "records", "snapshot"}
    assert _faults(schemas, "Outcomes", answered["check"]) == []
    assert _faults(schemas, "Outcomes", answered["apply"]) == []
    assert _faults(schemas, "SnapshotPage", answered["snapshot"]) == []
    assert _faults(schemas, "NewsPage", answered["news"]) == []
    assert _faults(schemas, "State", answered["records"]) == []


def test_lists_are_not_imported_beside_the_citys_own_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANCAI_CITY_SYSTEM_URL", "https://city.example")

    with pytest.raises(RecordsElsewhereError):
        import_list(
            tmp_path,
            ListKind.RESIDENTS,
            tmp_path / "list.csv",
            report=tmp_path / "r",
            say=lambda one: one.code,
        )


@pytest.mark.parametrize(
    ("url", "token", "setting"),
    [
        ("http://city.example", "t", "city_system_url"),
        ("https://city.example", None, "city_system_token"),
        ("https://city.example", "two words", "city_system_token"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    tmp_path: Path, url: str, token: str | None, setting: str
) -> None:
    path = tmp_path / "city-system.token"
    path.write_text(token or "", encoding="ascii")
    settings = ServerSettings.load(tmp_path, {"QUANCAI_CITY_SYSTEM_URL": url})

    with pytest.raises(SettingInvalidError) as refusal:
        open_city_system(settings, clock=FakeClock())

    assert refusal.value.parameters["setting"] == setting


def _operation(request: Request) -> str:
    return request.target.split("?")[0].split("/")[2]


def _faults(contract: dict[str, Any], name: str, document: object) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}
    return [one.message for one in jsonschema_rs.Draft202012Validator(schema).iter_errors(document)]
