"""The second implementation as a device of a real office: it joins, hands in a visit and hears the answer.

Relay and platform are the product; between them and this device there is nothing but bytes.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from employment import person_edits
from server_stub.platform.enrol import invite
from sync.keys.enrolment import encode_invitation
from tests.scenario.door import fill_at_the_door
from tests.scenario.office import CAI, OPERATOR, SAYS_UNEMPLOYED, Office, open_office, prepare_office
from tests.scenario.realm import TOWNSHIP
from tests.second_implementation.bundle import Item
from tests.second_implementation.codes import read_invitation
from tests.second_implementation.columns import revision
from tests.second_implementation.device import Answer, SecondDevice
from tests.second_implementation.refused import Refused
from tests.second_implementation.suites import Secrets, new_secrets


@pytest.fixture(scope="module")
def prepared_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office of the second implementation")
    prepare_office(folder)
    return folder


@pytest.fixture
def office(prepared_office: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "office"
    shutil.copytree(prepared_office, folder)
    office = open_office(folder)
    yield office
    office.close()


@pytest.fixture
def device(office: Office) -> SecondDevice:
    """Give a device that the office has admitted and that holds what it may."""
    joining = invited(office)
    joining.ask_to_join("象山社区窗口")
    office.desk.run_once()
    joining.fetch_registry()
    joining.pull()
    return joining


def invited(office: Office) -> SecondDevice:
    with office.city.write() as connection:
        invitation = invite(
            connection,
            scope=(TOWNSHIP,),
            relay_url="https://relay.example",
            roots=office.desk.keys.roots,
            settings=office.settings.for_platform(),
            now_ms=office.clock.now_ms(),
            entropy=office.entropy,
        )
    client = TestClient(office.relay_app, raise_server_exceptions=False)

    def wire(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        answer = client.request(method, target, headers=dict(headers), content=body)
        return Answer(answer.status_code, answer.headers.get("content-type", ""), answer.content)

    take = office.entropy.take
    read = read_invitation(encode_invitation(invitation))
    return SecondDevice(new_secrets(take), read, wire, office.clock.now_ms, take)


def visit(office: Office, device: SecondDevice) -> list[Item]:
    """Fill a form at the door with the form engine, and say it in the page's words."""
    finished = fill_at_the_door(SAYS_UNEMPLOYED, office=office, device_id=device.secrets.device)
    [known] = [item for item in device.received if item["is"] == "state" and item["record"] == CAI]
    at_ms = office.clock.now_ms()
    form = {
        "is": "form",
        "id": finished.instance_id,
        "form": finished.form_id,
        "version": finished.version,
        "subject": CAI,
        "xml": finished.xml,
        "finalised_ms": at_ms,
        "operator": OPERATOR,
    }
    made = {"wall_ms": at_ms, "counter": 0, "node": device.secrets.device}
    change = {
        "is": "change",
        "id": None,
        "kind": "person",
        "record": CAI,
        "base": known["revision"],
        "revision": None,
        "edits": dict(person_edits(finished.values, about=known["fields"])),
        **made,
        "operator": OPERATOR,
        "submission": finished.instance_id,
        "deletion": False,
    }
    return [form, change]


def test_a_device_joins_and_is_given_what_lies_in_its_scope(device: SecondDevice) -> None:
    registry = device.registry

    assert registry is not None
    listed = registry.member(device.secrets.device)
    assert listed is not None
    assert (listed.name, listed.scope, listed.keys) == ("象山社区窗口", (TOWNSHIP,), device.secrets.public)
    states = [item for item in device.received if item["is"] == "state"]
    assert CAI in {state["record"] for state in states}
    marks = [(at, item["step"]) for at, item in enumerate(device.received) if item["is"] == "fill"]
    told = [at for at, item in enumerate(device.received) if item["is"] == "state"]
    assert marks == [(told[0] - 1, "begins"), (told[-1] + 1, "ends")]
    assert device.alarms == []


def test_a_visit_is_handed_in_applied_and_answered(office: Office, device: SecondDevice) -> None:
    items = visit(office, device)

    device.hand_in(items)
    device.push()
    office.desk.run_once()
    fresh = device.pull()

    assert office.record("person", CAI).fields["emp_status"] == "1"
    [receipt] = device.receipts
    assert (receipt.sequence, device.outbox) == (1, [])
    said = [(item["is"], item["state"]) for item in fresh if item["is"] in ("all", "verdict")]
    assert said == [("all", "checked"), ("all", "applied")]
    assert {item["envelope"] for item in fresh if item["is"] == "all"} == {device.head[1]}
    told = {item["record"] for item in fresh if item["is"] in ("state", "patch")}
    assert CAI in told
    assert len(told & {task.id for task in office.tasks()}) == 1
    assert device.alarms == []


def test_the_patch_of_an_applied_change_grows_from_the_revision_of_the_change(
    office: Office, device: SecondDevice
) -> None:
    items = visit(office, device)
    device.hand_in(items)
    device.push()
    office.desk.run_once()

    [patch] = [item for item in device.pull() if item["is"] == "patch" and item["record"] == CAI]

    made = items[1]
    assert patch["base"] == revision(made["wall_ms"], made["counter"], made["node"])


def test_the_same_envelope_again_gets_the_same_receipt(office: Office, device: SecondDevice) -> None:
    device.hand_in(visit(office, device))
    [sealed] = device.outbox
    device.push()

    device.outbox.append(sealed)
    device.push()

    assert device.receipts[0] == device.receipts[1]


@pytest.mark.expects_warning
def test_a_cloned_disk_is_a_fork_for_the_relay(office: Office, device: SecondDevice) -> None:
    clone = replace(device, outbox=[], receipts=[], ours=dict(device.ours))
    device.hand_in(visit(office, device))
    device.push()
    clone.hand_in([{"is": "want", "kind": "person", "record": CAI}])

    with pytest.raises(Refused) as caught:
        clone.push()

    assert caught.value.code == "envelope-fork"


def test_a_wanted_record_comes_whole(office: Office, device: SecondDevice) -> None:
    device.hand_in([{"is": "want", "kind": "person", "record": CAI}])
    device.push()
    office.desk.run_once()

    states = [item for item in device.pull() if item["is"] == "state"]

    assert [state["record"] for state in states] == [CAI]
    assert states[0]["fields"] == dict(office.record("person", CAI).fields)


def test_a_checkpoint_of_the_city_knows_the_devices_chain(office: Office, device: SecondDevice) -> None:
    device.hand_in(visit(office, device))
    device.push()
    office.clock.advance(86_400)
    office.desk.run_once()

    device.pull()

    assert device.checkpoint is not None
    assert device.checkpoint.head == device.head
    assert device.alarms == []


def test_new_keys_are_listed_and_used(office: Office, device: SecondDevice) -> None:
    following = Secrets(device.secrets.device, 1, office.entropy.take(32), office.entropy.take(32))

    device.ask_for_new_keys(following)
    device.push()
    office.desk.run_once()
    registry = device.fetch_registry()
    device.secrets = following
    device.hand_in(visit(office, device))
    device.push()
    office.desk.run_once()

    listed = registry.member(following.device)
    assert listed is not None
    assert listed.keys == following.public
    assert office.record("person", CAI).fields["emp_status"] == "1"


def test_who_never_joined_hears_nothing(office: Office) -> None:
    stranger = invited(office)
    stranger.fetch_registry()

    with pytest.raises(Refused) as caught:
        stranger.pull()

    assert caught.value.code == "key-unknown"
