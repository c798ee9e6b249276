"""Devices hand in as fast as the platform reads: its mailbox is never empty, and everybody is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from sync.change import VerdictState
from sync.errors import ServerUnreachableError
from sync.ports import Request, Response
from sync.wire import mailbox_target
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import SAYS_EMPLOYED, Office

ONCE = [(VerdictState.CHECKED, None), (VerdictState.APPLIED, None)]
MOST = 8  # far more than one round may read
RECEIPTS = "SELECT number FROM platform_outgoing WHERE receipt IS NOT NULL"
MAILBOX = mailbox_target(after=0).partition("?")[0]


@dataclass
class BusyDevice:
    """Hands in another form after each page the platform has been given."""

    office: Office
    device: FieldDevice
    relay: Callable[[Request], Response]
    forms: list[str] = field(default_factory=list)

    def hand_in(self) -> None:
        made = self.office.visit(self.device, SAYS_EMPLOYED)
        self.device.post(made.form, made.change)
        self.forms.append(made.form.id)

    def serve(self, request: Request) -> Response:
        answer = self.relay(request)
        is_page = request.method == "GET" and request.target.partition("?")[0] == MAILBOX
        if is_page and len(self.forms) < MOST:
            self.hand_in()
        return answer


@pytest.fixture
def busy(office: Office) -> BusyDevice:
    device = BusyDevice(office, office.enrol(), office.wire.server)
    office.wire.server = device.serve
    return device


def test_a_round_ends_with_the_answers_while_more_comes_in(office: Office, busy: BusyDevice) -> None:
    busy.hand_in()

    has_read = office.desk.run_once()
    busy.device.pull()

    assert busy.device.verdicts(busy.forms[0]) == ONCE
    assert len(busy.forms) < MOST
    assert has_read


def test_what_came_in_meanwhile_is_answered_by_the_rounds_that_follow(
    office: Office, busy: BusyDevice
) -> None:
    busy.hand_in()

    rounds = [office.desk.run_once() for _ in range(MOST + 1)]
    busy.device.pull()

    assert [busy.device.verdicts(form) for form in busy.forms] == [ONCE] * MOST
    assert rounds[0]
    assert not rounds[-1]


def test_what_came_in_during_a_round_is_answered_without_another_one(
    office: Office, busy: BusyDevice
) -> None:
    busy.hand_in()
    office.desk.run_once()
    came_meanwhile = busy.forms[-1]

    has_read = office.desk.go_on()
    busy.device.pull()

    assert has_read
    assert busy.device.verdicts(came_meanwhile) == ONCE


def test_where_nothing_came_in_during_a_round_one_question_finds_it_out(office: Office) -> None:
    office.enrol()
    asked: list[str] = []
    serve = office.wire.server

    def count(request: Request) -> Response:
        asked.append(request.target.partition("?")[0])
        return serve(request)

    office.wire.server = count

    assert not office.desk.go_on()
    assert asked == [MAILBOX]


def test_receipts_of_a_line_that_breaks_are_kept(office: Office) -> None:
    one, other = office.enrol(), office.enrol()
    visits = [office.visit(each, SAYS_EMPLOYED) for each in (one, other)]
    one.post(visits[0].form, visits[0].change)
    other.post(visits[1].form, visits[1].change)
    posts: list[Request] = []
    serve = office.wire.server

    def break_at_the_third_post(request: Request) -> Response:
        is_post = request.method == "POST" and request.target == MAILBOX
        posts.extend([request] if is_post else [])
        if is_post and len(posts) == 3:
            raise ServerUnreachableError
        return serve(request)

    office.wire.server = break_at_the_third_post
    before = len(office.rows(RECEIPTS))
    with pytest.raises(ServerUnreachableError):
        office.desk.run_once()
    kept = len(office.rows(RECEIPTS))
    office.wire.server = serve
    office.desk.run_once()

    assert kept == before + 2
    assert office.rows("SELECT count(*) FROM platform_outgoing WHERE receipt IS NULL") == [(0,)]
