"""A computer tells the office how it stands: once a day, when that changes, and when it was asked.

The report goes up sealed like any other traffic, in an envelope of its own: a city too old to understand
it sets that one aside and nothing else. It names versions, room and codes; whose computer it is the registry
knows, and who works on it nobody is told. What the office wants comes down the same way and is kept
until a newer wish of its kind takes its place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from store.connection import Store
from store.trust import keep_trust, read_trust
from sync.cbor import (
    decode_own_cbor,
    encode_cbor,
    read_bytes,
    read_choice,
    read_integer,
    read_list,
    read_text,
)
from sync.change import DeviceOrder, DeviceReport, DeviceWish
from sync.envelope.header import EnvelopeKind
from sync.errors import SyncError
from sync.ports import Clock, Entropy
from sync.push import seal_items
from sync.replica import Membership, Replica
from sync.standing import Standing

REPORT_AFTER_MS: Final = 24 * 3_600_000
_ORDERS: Final = "device-orders"
_REPORTED: Final = "device-report"


@dataclass(frozen=True, slots=True)
class _Reported:
    at_ms: int
    facts: bytes  # what was said, but for figures that move all day
    answered: int


# Reads how things stand; told whether the text of the diagnosis is wanted.
ReadReport = Callable[[bool], DeviceReport]


def keep_orders(replica: Store, orders: Iterable[DeviceOrder]) -> None:
    """Keep the newest order of each kind, in the caller's commit."""
    kept = _orders(replica)
    before = dict(kept)
    for order in orders:
        if order.number > kept.get(order.wish, DeviceOrder(0, order.wish)).number:
            kept[order.wish] = order
    if kept != before:
        plain = [[one.number, one.wish.value, one.argument] for one in kept.values()]
        keep_trust(replica, _ORDERS, encode_cbor(plain))


def required_version(replica: Store) -> str | None:
    """Give the version the office wants here, or a newer one; None if it said nothing."""
    order = _orders(replica).get(DeviceWish.REQUIRE_UPDATE)
    return None if order is None or not order.argument else order.argument


def report_if_due(
    replica: Replica, member: Membership, read: ReadReport, *, clock: Clock, entropy: Entropy
) -> bool:
    """Seal a report if one is due, before the exchange that sends it; say whether one was made.

    Raises:
        SyncError: nothing can be sealed yet; the next exchange tries again.

    """
    now_ms = clock.now_ms()
    if member.registry is None or member.standing(wall_ms=now_ms) is not Standing.MEMBER:
        return False
    asked = replica.run(_open_question)
    report = replace(read(asked > 0), at_ms=now_ms, order=asked)
    last = replica.run(_last)
    is_old = last is None or abs(now_ms - last.at_ms) >= REPORT_AFTER_MS
    if not (is_old or asked or (last is not None and last.facts != _facts(report))):
        return False
    seal_items(
        replica,
        member,
        [report],
        kind=EnvelopeKind.CHANGES,
        clock=clock,
        entropy=entropy,
        keep=partial(_note, report=report),
    )
    return True


def _open_question(replica: Store) -> int:
    """Give the number of the wish for a diagnosis that was not answered yet; 0 if there is none."""
    order = _orders(replica).get(DeviceWish.DIAGNOSTICS)
    last = _last(replica)
    answered = 0 if last is None else last.answered
    return order.number if order is not None and order.number > answered else 0


def _note(replica: Store, _envelope_id: str, _sequence: int, *, report: DeviceReport) -> None:
    last = _last(replica)
    answered = max(report.order, 0 if last is None else last.answered)
    keep_trust(replica, _REPORTED, encode_cbor([report.at_ms, _facts(report), answered]))


def _facts(report: DeviceReport) -> bytes:
    return encode_cbor([report.program, list(report.forms), list(report.troubles)])


def _last(replica: Store) -> _Reported | None:
    kept = read_trust(replica, _REPORTED)
    if kept is None:
        return None
    at_ms, facts, answered = read_list(decode_own_cbor(kept), length=3)
    return _Reported(read_integer(at_ms), read_bytes(facts), read_integer(answered))


def _orders(replica: Store) -> dict[DeviceWish, DeviceOrder]:
    kept = read_trust(replica, _ORDERS)
    if kept is None:
        return {}
    try:
        return {one.wish: one for one in map(_order, read_list(decode_own_cbor(kept), limit=len(DeviceWish)))}
    except SyncError:  # kept by a program that knows more wishes; the office's next word replaces it
        return {}


def _order(row: object) -> DeviceOrder:
    number, wish, argument = read_list(row, length=3)
    return DeviceOrder(read_integer(number), read_choice(wish, DeviceWish), read_text(argument, limit=128))
