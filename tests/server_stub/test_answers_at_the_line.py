"""A post answered at its line is answered as on the usual way: same words, order, figures and end."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from server_stub.database import sqlite_url
from server_stub.http_limits import DEFAULT_LIMITS
from server_stub.relay.app import create_relay
from server_stub.settings import RelaySettings
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.scenario.realm import Realm, make_realm
from tests.server_stub.live_relay import LiveRelay, read_all, read_until, serving

pytestmark = pytest.mark.socket

HURRIED = replace(DEFAULT_LIMITS, connections=8, header_seconds=0.3, idle_seconds=1)
HEALTH = b"GET /v1/health HTTP/1.1\r\nhost: relay\r\n\r\n"


def post(body: bytes, *, path: bytes = b"/v1/envelopes", fields: bytes = b"") -> bytes:
    return b"POST %s HTTP/1.1\r\nhost: relay\r\n%scontent-length: %d\r\n\r\n%s" % (
        path,
        fields,
        len(body),
        body,
    )


@pytest.fixture
def realm() -> Realm:
    return make_realm()


@pytest.fixture
def app(realm: Realm, tmp_path: Path) -> Starlette:
    settings = RelaySettings(sqlite_url(tmp_path / "relay.sqlite"), realm.trust, max_envelope_bytes=40_000)
    return create_relay(
        settings, clock=FakeClock(), entropy=SeededEntropy("relay"), relay_identity=realm.relay
    )


@pytest.fixture
def relay(app: Starlette) -> Iterator[LiveRelay]:
    with serving(app, limits=HURRIED) as live:
        yield live


def publish(relay: LiveRelay, realm: Realm) -> None:
    with relay.line() as line:
        line.sendall(post(realm.registry(), path=b"/v1/registry", fields=b"connection: close\r\n"))
        assert read_all(line).startswith(b"HTTP/1.1 204")


def asked(relay: LiveRelay, *pieces: bytes) -> bytes:
    """Send these pieces on a line of their own, and give the answers without their dates."""
    with relay.line() as line:
        deque(map(line.sendall, pieces), maxlen=0)
        return re.sub(rb"date: [^\r]*\r\n", b"", read_all(line))


def fields_of(answer: bytes) -> list[bytes]:
    """Give the fields of a head, in no order."""
    return sorted(answer.partition(b"\r\n\r\n")[0].split(b"\r\n"))


def body_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def test_both_ways_give_the_same_receipt_and_count_the_same(
    relay: LiveRelay, realm: Realm, app: Starlette
) -> None:
    device = realm.join()
    publish(relay, realm)
    body = device.seal().body

    first = asked(relay, post(body))
    at_the_line = asked(relay, post(body))
    usual = asked(relay, post(body, fields=b"expect: nothing\r\n"))

    assert first.startswith(b"HTTP/1.1 201 Created\r\n")
    assert fields_of(at_the_line) == fields_of(usual)
    assert at_the_line.startswith(b"HTTP/1.1 200 OK\r\n")
    assert body_of(first) == body_of(at_the_line) == body_of(usual) != b""
    figures = app.state.relay.metrics.render().decode()
    route = 'method="POST",route="/v1/envelopes"'
    assert f'quancai_relay_requests_total{{{route},status="201"}} 1.0' in figures
    assert f'quancai_relay_requests_total{{{route},status="200"}} 2.0' in figures
    assert 'quancai_relay_answer_seconds_count{route="/v1/envelopes"} 3.0' in figures
    assert 'quancai_relay_envelopes_total{kind="known"} 2.0' in figures


@pytest.mark.parametrize("body", [b"no envelope", bytes(39_999)])
def test_both_ways_refuse_in_the_same_words(
    relay: LiveRelay, realm: Realm, app: Starlette, body: bytes
) -> None:
    publish(relay, realm)

    at_the_line = asked(relay, post(body))
    usual = asked(relay, post(body, fields=b"expect: nothing\r\n"))

    assert fields_of(at_the_line) == fields_of(usual)
    assert body_of(at_the_line) == body_of(usual)
    assert at_the_line.startswith(b"HTTP/1.1 400 ")
    refused = 'quancai_relay_refusals_total{code="message-malformed"} 2.0'
    assert refused in app.state.relay.metrics.render().decode()


def test_body_above_the_limit_is_refused_though_it_came_whole(relay: LiveRelay, realm: Realm) -> None:
    publish(relay, realm)

    assert b"message-too-large" in asked(relay, post(bytes(40_001)))


def test_envelope_in_pieces_is_taken_like_one_that_came_whole(relay: LiveRelay, realm: Realm) -> None:
    device = realm.join()
    publish(relay, realm)
    request = post(device.seal().body)

    assert asked(relay, request[:20], request[20:90], request[90:]).startswith(b"HTTP/1.1 201 ")


def test_a_line_changes_between_the_ways_with_every_request(relay: LiveRelay, realm: Realm) -> None:
    device = realm.join()
    publish(relay, realm)

    answers = asked(
        relay,
        post(device.seal().body),
        HEALTH,
        post(device.seal().body),
        HEALTH + post(device.seal().body),
        post(device.seal().body) + post(device.seal().body),
    )

    statuses = re.findall(rb"HTTP/1.1 (\d+) ", answers)
    assert statuses == [b"201", b"200", b"201", b"200", b"201", b"201", b"201"]


def test_line_that_posts_and_then_drips_is_given_up(relay: LiveRelay, realm: Realm) -> None:
    device = realm.join()
    publish(relay, realm)
    with relay.line() as line:
        line.sendall(post(device.seal().body))
        read_until(line, b"\r\n\r\n")
        line.sendall(b"GET /v1/hea")

        assert b"header-too-slow" in read_all(line)


@pytest.mark.expects_warning
def test_a_bug_of_ours_is_told_with_a_number_and_the_line_goes_on(
    relay: LiveRelay, realm: Realm, app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = realm.join()
    publish(relay, realm)
    monkeypatch.setattr(type(app.state.relay.admission), "charge", lambda *_a, **_o: 1 / 0)

    with relay.line() as line:
        line.sendall(post(device.seal().body))
        refusal = read_until(line, b"}")
        line.sendall(HEALTH)
        answer = read_all(line)

    assert refusal.startswith(b"HTTP/1.1 500 ")
    assert b"urn:quancai:failure:" in refusal
    assert answer.startswith(b"HTTP/1.1 200 ")
