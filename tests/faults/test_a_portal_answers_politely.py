"""A log-in page says 200 to everything; nothing it says may count as the relay's word."""

from pathlib import Path

import pytest

from server_stub.platform.registry_kept import unposted_registry
from sync.errors import ServerAnswerInvalidError
from sync.keys.enrolment import request_enrolment
from sync.keys.identity import generate_identity
from sync.ports import Request, Response
from sync.relay_client import RelayClient
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.transport import FakeTransport, Fault
from tests.scenario.office import open_office, prepare_office
from tests.scenario.realm import ORG

_PAGE = Response(200, {"content-type": "text/html"}, b"<html>Welcome to the network</html>")


def _log_in_page(_request: Request) -> Response:
    return _PAGE


def test_a_request_to_join_is_not_taken_for_delivered() -> None:
    entropy = SeededEntropy("portal")
    identity = generate_identity(entropy=entropy, org=ORG)
    client = RelayClient(FakeTransport(_log_in_page), signer=identity, clock=FakeClock(), entropy=entropy)

    with pytest.raises(ServerAnswerInvalidError):
        client.post_enrolment(request_enrolment(identity, name="窗口", code=bytes(16)))


def test_a_registry_is_not_taken_for_published_and_is_posted_again(tmp_path: Path) -> None:
    prepare_office(tmp_path)
    office = open_office(tmp_path)
    office.desk.run_once()  # what a desk asks once after it is opened is over
    office.ask_to_join()
    # The desk asks who waits to join, and publishes the registry that lists them.
    office.wire.plan(Fault.NONE, Fault.CAPTIVE_PORTAL)

    with pytest.raises(ServerAnswerInvalidError):
        office.desk.run_once()

    with office.city.read() as connection:
        assert unposted_registry(connection) is not None
    office.desk.run_once()
    assert office.registry().version == 2
    office.close()
