"""Pulling the plug at every commit and every answer: one effect, and everybody hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event

from sync.change import VerdictState
from sync.errors import ServerUnreachableError
from sync.ports import Request, Response
from sync.wire import PROBLEM_TYPE, Problem, encode_problem
from tests.fakes.transport import Fault
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office, Visit

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

ONCE = [(VerdictState.CHECKED, None), (VerdictState.APPLIED, None)]


class PowerCut(BaseException):
    """Nobody catches a power cut."""


@contextmanager
def power_cut_at_commit(office: Office, number: int) -> Iterator[None]:
    """Let the commits before this one through; this one and its transaction never happen."""
    commits: list[int] = []

    def count(_connection: Connection) -> None:
        commits.append(1)
        if len(commits) == number:
            raise PowerCut

    event.listen(office.city.engine, "commit", count)
    with pytest.raises(PowerCut):
        yield
    event.remove(office.city.engine, "commit", count)


def post_visit(office: Office) -> tuple[FieldDevice, Visit]:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    return device, visit


def forget_at_the_relay(office: Office, table: str) -> None:
    with office.relay_app.state.relay.database.write() as connection:
        connection.exec_driver_sql(f"DELETE FROM {table}")


def too_large() -> Response:
    problem = Problem(413, "message-too-large", "too large", {})
    return Response(413, {"content-type": PROBLEM_TYPE}, encode_problem(problem))


def assert_applied_once(office: Office, device: FieldDevice, visit: Visit) -> None:
    device.pull()
    assert device.verdicts(visit.form.id) == ONCE
    assert device.verdicts(visit.change.id) == ONCE
    assert len(office.tasks()) == 1
    assert list(device.states("task")) == [office.tasks()[0].id]
    merges = office.rows(f"SELECT count(*) FROM city_revisions WHERE id = '{CAI}' AND source = 'merge'")
    assert merges == [(1,)]
    assert office.rows("SELECT count(*) FROM city_submissions") == [(1,)]
    assert office.rows("SELECT count(*) FROM platform_outgoing WHERE receipt IS NULL") == [(0,)]


# Registry twice, arrival, check, apply, and one note for each of two posted envelopes.
@pytest.mark.parametrize("number", range(1, 8))
def test_power_cut_at_each_commit_of_a_round_has_one_effect(office: Office, number: int) -> None:
    device, visit = post_visit(office)

    with power_cut_at_commit(office, number):
        office.desk.run_once()
    office.restart()
    office.desk.run_once()

    assert_applied_once(office, device, visit)


# Enrolments, two pages of the mailbox, two posts.
@pytest.mark.parametrize("number", range(4))
def test_each_lost_answer_of_a_round_has_one_effect(office: Office, number: int) -> None:
    device, visit = post_visit(office)
    office.wire.plan(*[Fault.NONE] * number, Fault.LOSE_ANSWER)

    with pytest.raises(ServerUnreachableError):
        office.desk.run_once()
    office.restart()
    office.desk.run_once()

    assert_applied_once(office, device, visit)


# The registry twice, the judged request with its first fill.
@pytest.mark.parametrize("number", range(1, 4))
def test_power_cut_while_a_device_joins_lets_it_join_once(office: Office, number: int) -> None:
    device = office.ask_to_join(scope=("350582001014",))

    with power_cut_at_commit(office, number):
        office.desk.run_once()
    office.restart()
    office.desk.run_once()
    device.pull()

    assert [entry.device_id for entry in office.registry().devices] == [device.id]
    assert CAI in device.states("person")
    assert office.rows("SELECT count(*) FROM platform_outgoing") == [(1,)]


def test_a_repeated_post_is_the_same_envelope_for_the_relay(office: Office) -> None:
    device, visit = post_visit(office)
    office.wire.plan(*[Fault.NONE] * 3, Fault.REPEAT_REQUEST, Fault.REPEAT_REQUEST)

    office.desk.run_once()

    assert_applied_once(office, device, visit)


@pytest.mark.expects_warning
def test_a_mailbox_the_relay_refuses_holds_up_no_other(office: Office) -> None:
    unlucky, lucky = office.enrol(), office.enrol()
    visit = office.visit(lucky, SAYS_UNEMPLOYED)
    honest = office.wire.server

    def refuse_one(request: Request) -> Response:
        is_for_them = request.method == "POST" and unlucky.id.encode() in request.body
        return too_large() if is_for_them else honest(request)

    office.wire.server = refuse_one
    lucky.post(visit.form, visit.change)

    office.desk.run_once()
    office.desk.run_once()

    lucky.pull()
    assert lucky.verdicts(visit.change.id) == ONCE
    assert office.rows("SELECT DISTINCT refusal FROM platform_outgoing WHERE refusal IS NOT NULL") == [
        ("message-too-large",)
    ]


def test_nothing_is_lost_while_the_relay_is_away(office: Office) -> None:
    device, visit = post_visit(office)
    office.wire.is_connected = False
    with pytest.raises(ServerUnreachableError):
        office.desk.run_once()

    office.wire.is_connected = True
    office.desk.run_once()

    assert_applied_once(office, device, visit)


@pytest.mark.expects_warning
def test_a_relay_that_lost_its_end_gets_it_again(office: Office) -> None:
    device, visit = post_visit(office)
    with office.relay_app.state.relay.database.write() as relay:
        relay.exec_driver_sql("DELETE FROM relay_envelopes WHERE audience <> 'city/350500'")
        relay.exec_driver_sql("DELETE FROM relay_chain_heads WHERE audience <> 'city/350500'")
    device.received.clear()
    office.clock.advance(60)

    office.desk.run_once()
    office.desk.run_once()

    assert_applied_once(office, device, visit)
    assert CAI in device.states("person")


def test_a_platform_killed_before_its_first_post_gives_the_relay_the_registry(office: Office) -> None:
    forget_at_the_relay(office, "relay_registries")
    with office.city.write() as connection:
        connection.exec_driver_sql("UPDATE platform_registry_versions SET posted_at_ms = NULL")

    office.restart()
    device, visit = post_visit(office)
    office.desk.run_once()

    assert_applied_once(office, device, visit)


@pytest.mark.expects_warning
def test_a_relay_that_has_lost_everything_is_given_the_registry_again(office: Office) -> None:
    office.enrol()
    office.desk.run_once()
    forget_at_the_relay(office, "relay_registries")
    forget_at_the_relay(office, "relay_envelopes")
    forget_at_the_relay(office, "relay_chain_heads")

    office.restart()
    device, visit = post_visit(office)
    office.desk.run_once()
    office.desk.run_once()  # what the relay lacks of a chain is posted again in the next round

    assert_applied_once(office, device, visit)
