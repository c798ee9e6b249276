"""What was sent and received is counted as it passes, by day and month, and outlives a restart."""

from pathlib import Path

import pytest

from desktop.desk import Desk
from desktop.traffic import Traffic, TrafficMeter
from sync.errors import ServerUnreachableError
from sync.ports import Request, Response
from tests.desktop.at_the_desk import AtTheDesk
from tests.fakes.clock import FakeClock
from tests.fakes.transport import FakeTransport

DAY_S = 86_400
QUESTION = Request("POST", "/v1/x", {"a": "12"}, b"0123456789")
ANSWER = Response(200, {"b": "345"}, b"01234")
UP = len("POST" + "/v1/x") + len("a" + "12") + 4 + 10
DOWN = len("b" + "345") + 4 + 5


@pytest.fixture
def meter(tmp_path: Path, clock: FakeClock) -> TrafficMeter:
    return TrafficMeter(tmp_path / "traffic.json", clock=clock)


def test_question_and_answer_are_counted_with_their_headers(meter: TrafficMeter) -> None:
    line = meter.on(lambda _address: FakeTransport(lambda _question: ANSWER))("https://relay.example")
    line.exchange(QUESTION)
    line.exchange(QUESTION)

    traffic = meter.now()
    assert (traffic.day_up, traffic.day_down) == (2 * UP, 2 * DOWN)
    assert (traffic.month_up, traffic.month_down) == (2 * UP, 2 * DOWN)


def test_question_that_got_no_answer_was_sent_all_the_same(meter: TrafficMeter) -> None:
    wire = FakeTransport(lambda _question: ANSWER)
    wire.is_connected = False
    line = meter.on(lambda _address: wire)("https://relay.example")
    with pytest.raises(ServerUnreachableError):
        line.exchange(QUESTION)

    assert (meter.now().day_up, meter.now().day_down) == (UP, 0)


def test_a_new_day_begins_at_nought_and_a_new_month_too(meter: TrafficMeter, clock: FakeClock) -> None:
    meter.add(up=3, down=5)
    clock.advance(seconds=DAY_S)
    next_day = meter.now()
    clock.advance(seconds=20 * DAY_S)
    next_month = meter.now()

    assert (next_day.day_up, next_day.month_up, next_day.month_down) == (0, 3, 5)
    assert (next_month.day_up, next_month.month_up, next_month.month_down) == (0, 0, 0)


def test_the_count_outlives_a_restart(meter: TrafficMeter, tmp_path: Path, clock: FakeClock) -> None:
    meter.add(up=3, down=5)
    meter.keep()

    assert TrafficMeter(tmp_path / "traffic.json", clock=clock).now() == meter.now()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"day": 7}', b"\xff\xfe"])
def test_a_damaged_count_begins_anew(tmp_path: Path, clock: FakeClock, content: bytes) -> None:
    (tmp_path / "traffic.json").write_bytes(content)

    now = TrafficMeter(tmp_path / "traffic.json", clock=clock).now()

    assert now == Traffic(day=now.day)


def test_the_last_success_outlives_a_restart_and_a_new_month(
    meter: TrafficMeter, tmp_path: Path, clock: FakeClock
) -> None:
    succeeded_ms = clock.now_ms()
    meter.note_success(succeeded_ms)
    meter.keep()
    clock.advance(40 * DAY_S)

    again = TrafficMeter(tmp_path / "traffic.json", clock=clock)

    assert again.now().last_success_ms == succeeded_ms


def test_the_program_knows_after_a_start_without_a_network_when_it_last_exchanged(
    working: AtTheDesk,
) -> None:
    desk = working.program.desk
    succeeded_ms = desk.status.last_success_ms
    assert succeeded_ms is not None

    def on_the_disk() -> TrafficMeter:
        return TrafficMeter(working.program.paths.traffic, clock=desk.clock)

    working.pilot.wait_for("kept", lambda: on_the_disk().now().last_success_ms == succeeded_ms)
    started = Desk(connect=no_wire, clock=desk.clock, entropy=desk.entropy, meter=on_the_disk())
    known_ms = started.status.last_success_ms
    started.close()

    assert known_ms == succeeded_ms


def no_wire(_address: str) -> FakeTransport:
    raise ServerUnreachableError
