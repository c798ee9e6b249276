"""Whoever asked to join and is refused hears it, with the reason, and nobody else can say it for the city."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from server_stub.devices_of_the_office import refuse_device
from server_stub.platform.exchange_tables import invitations
from server_stub.settings import EnrolmentApproval
from sync.joining_refused import REFUSED_PATH, EnrolmentRefusedError, JoinRefusal, refused_target
from sync.keys.enrolment import request_enrolment
from sync.keys.identity import generate_identity
from sync.wire import ENROLMENTS_PATH, decode_requests
from tests.fakes.entropy import SeededEntropy
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import Office
from tests.scenario.realm import Device
from tests.server_stub.conftest import Counter

CODE = b"0123456789abcdef"


def ask_again(device: FieldDevice, code: bytes) -> None:
    """Post the very request of a device once more, as its program does while it waits."""
    request = request_enrolment(device.device.identity, name="象山社区窗口", code=code)
    device.client.post_enrolment(request)


def ask(counter: Counter, *, seed: str = "asking") -> tuple[bytes, str]:
    """Post a request to join; give it with the key it was signed with."""
    identity = generate_identity(1, entropy=SeededEntropy(seed), org="quanzhou")
    request = request_enrolment(identity, name="象山社区窗口", code=CODE)
    assert counter.client.post(ENROLMENTS_PATH, content=request).status_code == 202
    return request, identity.kid.hex()


def refuse(counter: Counter, target: str, *, by: Device | None = None) -> tuple[int, str | None]:
    headers = counter.authorization(by or counter.city, target, method="POST")
    answer = counter.client.post(target, headers=headers)
    return answer.status_code, answer.json()["code"] if answer.content else None


def waiting(counter: Counter) -> tuple[bytes, ...]:
    headers = counter.authorization(counter.city, ENROLMENTS_PATH)
    return decode_requests(counter.client.get(ENROLMENTS_PATH, headers=headers).content)


def test_a_refused_request_waits_no_more_and_says_why_when_it_is_posted_again(counter: Counter) -> None:
    counter.publish()
    request, key = ask(counter)

    told = refuse(counter, refused_target(key, JoinRefusal.INVITATION_USED))
    again = counter.client.post(ENROLMENTS_PATH, content=request)

    assert told == (204, None)
    assert (again.status_code, again.json()["code"], again.json()["reason"]) == (
        403,
        "enrolment-refused",
        "invitation-used",
    )
    assert waiting(counter) == ()


def test_another_request_of_the_same_key_waits_anew(counter: Counter) -> None:
    counter.publish()
    _, key = ask(counter)
    refuse(counter, refused_target(key, JoinRefusal.INVITATION_USED))
    identity = generate_identity(1, entropy=SeededEntropy("asking"), org="quanzhou")
    other = request_enrolment(identity, name="象山社区窗口", code=b"another-code-16b")

    assert counter.client.post(ENROLMENTS_PATH, content=other).status_code == 202
    assert waiting(counter) == (other,)


def test_a_device_refuses_nobody(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    request, key = ask(counter)

    refused = refuse(counter, refused_target(key, JoinRefusal.INVITATION_USED), by=device)

    assert refused == (403, "city-only")
    assert counter.client.post(ENROLMENTS_PATH, content=request).status_code == 202


def test_a_stranger_refuses_nobody(counter: Counter) -> None:
    counter.publish()
    request, key = ask(counter)

    answer = counter.client.post(refused_target(key, JoinRefusal.INVITATION_USED))

    assert (answer.status_code, answer.json()["code"]) == (401, "request-unsigned")
    assert counter.client.post(ENROLMENTS_PATH, content=request).status_code == 202


@pytest.mark.parametrize(
    "query",
    [
        "",
        "key=00&reason=invitation-used",
        f"key={'0' * 32}",
        f"key={'0' * 32}&reason={quote('你好')}",
        f"key={'0' * 32}&reason=invitation-used&more=1",
        f"key={'0' * 32}&key={'1' * 32}",
    ],
)
def test_what_names_no_request_and_no_reason_is_refused_as_malformed(counter: Counter, query: str) -> None:
    counter.publish()

    assert refuse(counter, f"{REFUSED_PATH}?{query}") == (400, "message-malformed")


def test_refusing_what_nobody_asked_leaves_nothing(counter: Counter) -> None:
    counter.publish()

    assert refuse(counter, refused_target("0" * 32, JoinRefusal.NAME_TAKEN)) == (204, None)
    with counter.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM relay_refused_enrolments").scalar_one() == 0


@pytest.mark.expects_warning
def test_a_used_invitation_is_told_as_used(office: Office) -> None:
    office.enrol()
    with office.city.read() as connection:
        spoken = connection.execute(select(invitations.c.code)).scalar_one()
    second = office.ask_to_join(code=spoken)
    office.desk.run_once()

    with pytest.raises(EnrolmentRefusedError) as refused:
        ask_again(second, spoken)

    assert refused.value.shown_code == "invitation-used"


@pytest.mark.expects_warning
def test_an_invitation_that_is_over_is_told_as_over(office: Office) -> None:
    late = office.ask_to_join()
    with office.city.read() as connection:
        spoken = connection.execute(select(invitations.c.code)).scalar_one()
    office.clock.advance(8 * 24 * 3600)
    office.desk.run_once()

    with pytest.raises(EnrolmentRefusedError) as refused:
        ask_again(late, spoken)

    assert refused.value.shown_code == "invitation-expired"


@pytest.mark.expects_warning
def test_a_device_the_office_turned_away_hears_it(strict: Office) -> None:
    asking = strict.ask_to_join()
    with strict.city.read() as connection:
        spoken = connection.execute(select(invitations.c.code)).scalar_one()
    strict.desk.run_once()
    ask_again(asking, spoken)

    refuse_device(strict.folder, asking.id)
    strict.desk.run_once()

    with pytest.raises(EnrolmentRefusedError) as refused:
        ask_again(asking, spoken)
    assert refused.value.shown_code == "joining-refused"
    assert strict.settings.enrolment == EnrolmentApproval.REVIEW
