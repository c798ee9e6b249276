"""What the operator asks of the relay: ready or why not, figures without people, time, description."""

import json
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from server_stub.errors import StorageUnavailableError
from server_stub.relay import readiness
from server_stub.relay.openapi import ENDPOINTS, describe_relay
from sync.errors import KeyUnknownError, MessageMalformedError, ReceiptMismatchError
from sync.time_anchor import read_time_query, time_target, verify_time
from sync.wire import ENVELOPES_PATH
from tests.server_stub.conftest import Counter

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "protocol" / "openapi.json"
NONCE = bytes(range(16))


def figure(counter: Counter, name: str) -> float:
    lines = counter.client.get("/metrics").text.splitlines()
    [line] = [line for line in lines if line.startswith(f"quancai_relay_{name} ")]
    return float(line.split()[-1])


def failing(counter: Counter) -> str:
    answer = counter.client.get("/v1/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "relay-not-ready")
    assert answer.headers["retry-after"]
    failing: str = answer.json()["failing"]
    return failing


def test_relay_with_a_registry_and_room_on_its_disk_is_ready(counter: Counter) -> None:
    counter.publish()

    assert counter.client.get("/v1/ready").json() == {"status": "ready"}


def test_relay_without_a_registry_is_not_ready(counter: Counter) -> None:
    assert failing(counter) == "registry"


def test_relay_whose_registry_has_ended_is_not_ready_and_still_takes_work(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.clock.advance(40 * 24 * 3600)

    assert failing(counter) == "registry"
    assert counter.post(device.seal())[0] == 201


def test_relay_on_a_full_disk_is_not_ready(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.publish()
    monkeypatch.setattr(readiness, "free_bytes", lambda _url: 0)

    assert failing(counter) == "disk"


def test_relay_without_its_database_is_not_ready(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.publish()

    def gone() -> None:
        raise StorageUnavailableError(reason="OperationalError")

    monkeypatch.setattr(counter.relay.shelf, "current", gone)

    assert failing(counter) == "database"
    assert figure(counter, "registry_version") == 0


def test_figures_count_envelopes_refusals_and_answers(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    envelope = device.seal()
    counter.post(envelope)
    counter.post(envelope)
    counter.refusal(b"no envelope")

    assert figure(counter, 'envelopes_total{kind="new"}') == 1
    assert figure(counter, 'envelopes_total{kind="known"}') == 1
    assert figure(counter, "envelope_bytes_total") == len(envelope.body)
    assert figure(counter, 'refusals_total{code="message-malformed"}') == 1
    assert figure(counter, f'requests_total{{method="POST",route="{ENVELOPES_PATH}",status="201"}}') == 1
    assert figure(counter, "registry_version") == 1


def test_figures_tell_nobody_from_anybody(counter: Counter) -> None:
    device = counter.realm.join("林秀梅的电脑")
    counter.publish()
    counter.post(device.seal())
    counter.mailbox(device)

    told = counter.client.get("/metrics").text

    assert device.id not in told
    assert "林秀梅" not in told
    assert device.identity.kid.hex() not in told


def test_strangers_cannot_make_the_figures_grow(counter: Counter) -> None:
    counter.client.request("HACK", "/v1/one")
    counter.client.get("/metrics")
    before = len(counter.client.get("/metrics").text.splitlines())

    counter.client.request("CRACK", "/v1/two")
    counter.client.request("SMACK", "/v1/three?x=y")

    assert len(counter.client.get("/metrics").text.splitlines()) == before


def test_time_is_signed_for_this_question_alone(counter: Counter) -> None:
    answer = counter.client.get(time_target(NONCE)).content

    anchor = verify_time(answer, relay=counter.realm.relay.public, nonce=NONCE)
    assert anchor.time_ms == counter.clock.now_ms()
    with pytest.raises(ReceiptMismatchError):
        verify_time(answer, relay=counter.realm.relay.public, nonce=bytes(16))
    with pytest.raises(KeyUnknownError):
        verify_time(answer, relay=counter.realm.city.public, nonce=NONCE)


@pytest.mark.parametrize(
    "query", ["", "nonce=", "nonce=AAECAwQFBgcICQoLDA0OD", "nonce=AAECAwQFBgcICQoLDA0O!!", "n=1"]
)
def test_question_for_the_time_needs_one_nonce(query: str) -> None:
    with pytest.raises(MessageMalformedError):
        read_time_query(query)


def test_description_names_every_route_and_no_other(counter: Counter) -> None:
    app = counter.client.app
    served = {
        (method.lower(), route.path)
        for route in getattr(app, "routes", ())
        if isinstance(route, Route)
        for method in route.methods or ()
        if method != "HEAD"
    }

    assert served == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}


def test_description_that_is_served_is_the_one_beside_the_protocol(counter: Counter) -> None:
    served = counter.client.get("/v1/openapi.json")

    assert served.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.1"
    assert served.json() == json.loads(DOCUMENT.read_text(encoding="utf-8")) == describe_relay()


@pytest.mark.expects_warning
def test_bug_of_ours_is_a_problem_with_the_number_under_which_the_log_names_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("林秀梅")

    monkeypatch.setattr(counter.relay.shelf, "current", fail)
    client = TestClient(counter.client.app, raise_server_exceptions=False)

    answer = client.get("/v1/ready")

    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["instance"].rpartition(":")[2] in caplog.text
    assert "林秀梅" not in answer.text
