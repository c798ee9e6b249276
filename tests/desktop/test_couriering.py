"""The stick on the page 同步: out, to the city, back in; given up, full, gone."""

import errno
from pathlib import Path

import pytest

from desktop.exchange.couriering import CourierAct, WatchedParcel
from server_stub.courier import export_parcel
from store import DeliveryState, list_items
from sync.courier.archive import open_parcel
from sync.courier.city import hand_in
from sync.courier.parcel import Parcel
from sync.keys.registry import read_registry
from sync.relay_client import RelayClient
from tests.desktop.at_the_desk import AtTheDesk
from tests.fakes.asgi_transport import AsgiTransport
from tests.fakes.entropy import SeededEntropy
from tests.fakes.transport import FakeTransport
from tests.scenario.office import CAI, Office


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "SHUANGLONG-32G"
    place.mkdir()
    return place


@pytest.fixture
def cut_off(working: AtTheDesk) -> AtTheDesk:
    """A village without a network, with one finished form."""
    working.wire.is_connected = False
    working.program.collecting.begin(CAI)
    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/consent", "1")
    page.presenter.answer("/employment_brief/work/emp_status", "1")
    page.presenter.answer("/employment_brief/work/unemp_reason", "04")
    page.presenter.answer("/employment_brief/work/unemp_registered", "1")
    page.presenter.go_to(2)
    working.pilot.press(working.say("form.submit"))
    working.pilot.wait_for("kept", lambda: working.program.desk.status.unsent > 0)
    working.wait_until_quiet()
    working.program.window.go_to("sync")
    return working


def carry(desk: AtTheDesk, act: CourierAct, place: Path) -> None:
    assert desk.program.day is not None
    desk.program.day.exchange.courier.choose(act, place)
    desk.wait_until_quiet()


def hand_in_at_the_city(office: Office, stick: Path) -> None:
    keys, wire = office.desk.keys, FakeTransport(AsgiTransport(office.relay_app).exchange)
    relay = RelayClient(wire, signer=keys.city, clock=office.clock, entropy=SeededEntropy("courier"))
    registry = read_registry(relay.fetch_registry(), keys.roots)
    with open_parcel(stick) as parcel:
        hand_in(parcel, relay=relay, city=keys.city, registry=registry, clock=office.clock)


def states(desk: AtTheDesk) -> set[DeliveryState]:
    return {item.state for item in list_items(desk.replica)}


def test_work_goes_out_by_stick_and_its_receipts_and_answers_come_back(
    cut_off: AtTheDesk, office: Office, stick: Path
) -> None:
    carry(cut_off, CourierAct.EXPORT, stick)
    is_written = cut_off.pilot.sees("写了 1 包到 SHUANGLONG-32G")
    states_before = states(cut_off)
    hand_in_at_the_city(office, stick)
    office.desk.run_once()
    export_parcel(office.folder, stick)
    carry(cut_off, CourierAct.IMPORT, stick)

    assert is_written
    assert states_before == {DeliveryState.SEALED}
    assert cut_off.pilot.sees(cut_off.words.text("screens.courier.receipts", count=1))
    assert states(cut_off) == {DeliveryState.APPLIED}


def test_a_second_export_writes_nothing_twice(cut_off: AtTheDesk, stick: Path) -> None:
    carry(cut_off, CourierAct.EXPORT, stick)
    before = sorted(path.name for path in stick.rglob("*.envelope"))
    carry(cut_off, CourierAct.EXPORT, stick)

    assert sorted(path.name for path in stick.rglob("*.envelope")) == before
    assert cut_off.pilot.sees("没有新的要写")


def test_the_keyboard_stays_on_the_card_while_the_stick_is_written(cut_off: AtTheDesk, stick: Path) -> None:
    assert cut_off.program.day is not None
    card = cut_off.program.day.exchange.courier
    card.export.setFocus()
    card.choose(CourierAct.EXPORT, stick)
    focused_meanwhile = cut_off.program.window.focusWidget()
    cut_off.wait_until_quiet()

    assert focused_meanwhile is card.stop
    assert cut_off.program.window.focusWidget() is card.export


def test_the_keys_come_back_to_the_way_that_was_pressed(cut_off: AtTheDesk, stick: Path) -> None:
    assert cut_off.program.day is not None
    card = cut_off.program.day.exchange.courier
    card.take.setFocus()

    carry(cut_off, CourierAct.IMPORT, stick)

    assert cut_off.program.window.focusWidget() is card.take


def test_what_came_of_a_visit_is_in_sight_in_a_low_window(cut_off: AtTheDesk, stick: Path) -> None:
    assert cut_off.program.day is not None
    cut_off.program.window.resize(1280, 560)
    card = cut_off.program.day.exchange.courier
    card.export.setFocus()

    carry(cut_off, CourierAct.EXPORT, stick)

    cut_off.pilot.wait_for("in sight", lambda: card.visibleRegion().boundingRect() == card.rect())


def test_a_stick_nobody_wrote_to_is_called_the_wrong_one(cut_off: AtTheDesk, stick: Path) -> None:
    carry(cut_off, CourierAct.IMPORT, stick)

    assert cut_off.pilot.sees(cut_off.words.text("screens.courier.no_parcel", place=stick.name))


def test_a_stick_that_is_gone_is_told_and_the_work_is_still_here(cut_off: AtTheDesk, stick: Path) -> None:
    carry(cut_off, CourierAct.EXPORT, stick / "pulled-out")

    assert cut_off.pilot.sees(cut_off.words.error("courier-place-missing").title)
    assert states(cut_off) == {DeliveryState.SEALED}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "courier-place-full"),
        (errno.EROFS, "courier-place-read-only"),
        (errno.EIO, "courier-place-missing"),
    ],
)
def test_a_stick_that_takes_nothing_is_told_in_words(
    cut_off: AtTheDesk, stick: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(*_arguments: object) -> bool:
        raise OSError(number, "stick")

    monkeypatch.setattr(Parcel, "pack", fail)
    carry(cut_off, CourierAct.EXPORT, stick)

    assert cut_off.pilot.sees(cut_off.words.error(code).title)
    assert states(cut_off) == {DeliveryState.SEALED}


def test_giving_up_ends_after_the_file_in_hand_and_loses_nothing(
    cut_off: AtTheDesk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = WatchedParcel._step

    def give_up_first(parcel: WatchedParcel) -> None:
        cut_off.program.desk.give_up_between()
        step(parcel)

    monkeypatch.setattr(WatchedParcel, "_step", give_up_first)
    carry(cut_off, CourierAct.EXPORT, stick)

    assert cut_off.pilot.sees(cut_off.say("courier.stopped"))
    assert list(stick.rglob("*.envelope")) == []
    assert states(cut_off) == {DeliveryState.SEALED}


def test_pausing_starts_no_exchange_and_going_on_sends_what_waited(cut_off: AtTheDesk) -> None:
    cut_off.program.desk.pause_sync()
    is_said = cut_off.pilot.sees(cut_off.say("exchange.hero_paused"))
    cut_off.wire.is_connected = True
    cut_off.pilot.press(cut_off.say("exchange.resume"))
    cut_off.pilot.wait_for("sent", lambda: states(cut_off) == {DeliveryState.DELIVERED})

    assert is_said
