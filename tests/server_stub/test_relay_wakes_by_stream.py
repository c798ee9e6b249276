"""The wake-up stream over a real socket: the newest cursor at once and at every change, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Timer

import pytest

from server_stub.relay.wake import MAX_HELD_EACH
from sync.adapters.http_transport import HttpTransport
from sync.errors import ServerBusyError, ServerRefusedError, ServerUnreachableError
from sync.ports import Request
from sync.relay_client import RelayClient
from sync.wake_events import WAKE_PATH, WakeCall
from tests.scenario.realm import Device
from tests.server_stub.conftest import Counter
from tests.server_stub.live_relay import LiveRelay, serving

pytestmark = pytest.mark.socket


@dataclass
class Street:
    """The relay behind a socket, with the counter's look behind."""

    counter: Counter
    live: LiveRelay
    city: Device  # speaks to one device only, in one chain
    lines: list[HttpTransport] = field(default_factory=list)

    def listen(self, device: Device) -> Iterator[WakeCall]:
        line = HttpTransport(f"http://127.0.0.1:{self.live.port}")
        self.lines.append(line)
        client = RelayClient(
            line, signer=device.identity, clock=self.counter.clock, entropy=self.counter.realm.entropy
        )
        return client.open_wake(line)

    def send_to(self, device: Device) -> None:
        envelope = self.city.seal(header=self.city.header(audience=device.id))
        assert self.counter.post(envelope)[0] == 201


@pytest.fixture
def device(counter: Counter) -> Device:
    device = counter.realm.join()
    counter.publish()
    return device


@pytest.fixture
def street(counter: Counter, device: Device) -> Iterator[Street]:
    with serving(counter.client.app) as live:  # type: ignore[arg-type]  # the client keeps it as any ASGI
        street = Street(counter, live, counter.city)
        yield street
        counter.relay.bell.close()
        for line in street.lines:
            line.close()


def test_the_newest_cursor_is_told_at_once_even_when_nothing_waits(street: Street, device: Device) -> None:
    assert next(street.listen(device)) == WakeCall(head=0, epoch=1)


def test_an_envelope_that_arrives_is_told_by_its_position_alone(street: Street, device: Device) -> None:
    calls = street.listen(device)
    next(calls)

    street.send_to(device)

    [item] = street.counter.mailbox(device).items
    assert next(calls) == WakeCall(head=item.position, epoch=1)


def test_what_comes_later_is_told_on_the_same_stream(street: Street, device: Device) -> None:
    calls = street.listen(device)
    street.send_to(device)
    first = next(calls).head or next(calls).head

    street.send_to(device)

    assert next(calls).head > first
    assert len(street.lines) == 1


def test_an_envelope_for_somebody_else_is_not_told(street: Street, device: Device) -> None:
    neighbour = street.counter.realm.join("乙")
    street.counter.realm.version = 2
    street.counter.publish()
    calls = street.listen(neighbour)
    told = [next(calls)]
    street.send_to(device)

    street.counter.relay.bell.close()

    assert [*told, *calls] == [WakeCall(head=0, epoch=2)]


def test_a_newer_registry_is_told_and_ends_the_stream(street: Street, device: Device) -> None:
    calls = street.listen(device)
    next(calls)
    street.counter.realm.version = 2

    street.counter.publish()

    assert list(calls) == [WakeCall(head=0, epoch=2)]


def test_a_revoked_device_is_told_nothing_more(street: Street, device: Device) -> None:
    calls = street.listen(device)
    next(calls)
    street.counter.realm.revoke(device, after=0)
    street.counter.publish()

    assert [call.head for call in calls] == [0]
    with pytest.raises(ServerRefusedError) as refused:
        street.listen(device)
    assert refused.value.problem_code == "mailbox-closed"


def test_a_stranger_hears_nothing(street: Street) -> None:
    with pytest.raises(ServerRefusedError) as refused:
        street.listen(street.counter.realm.stranger())

    assert refused.value.problem_code == "key-unknown"


def test_a_copied_request_for_the_stream_is_refused(street: Street, device: Device) -> None:
    line = HttpTransport(f"http://127.0.0.1:{street.live.port}")
    street.lines.append(line)
    request = Request("GET", WAKE_PATH, street.counter.authorization(device, WAKE_PATH))
    next(line.open(request).chunks)

    assert b"request-replayed" in line.exchange(request).body


def test_one_device_cannot_hold_every_stream(street: Street, device: Device) -> None:
    streams = [street.listen(device) for _ in range(MAX_HELD_EACH)]
    assert [next(calls).head for calls in streams] == [0] * MAX_HELD_EACH

    with pytest.raises(ServerBusyError) as refused:
        street.listen(device)

    assert refused.value.after_seconds == 60


def test_a_relay_that_stops_ends_every_stream(street: Street, device: Device) -> None:
    calls = street.listen(device)
    next(calls)

    street.counter.relay.bell.close()

    assert list(calls) == []


def test_a_listener_that_closes_its_line_stops_waiting(street: Street, device: Device) -> None:
    calls = street.listen(device)
    next(calls)
    closing = Timer(0.1, street.lines[0].close)
    closing.start()

    with pytest.raises(ServerUnreachableError):
        next(calls)
