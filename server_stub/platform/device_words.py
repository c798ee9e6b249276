"""What computers say of themselves, and what the office wants of them; nothing about anybody.

Of each computer the newest report counts, and its newest diagnosis. A wish is kept for ever and told
once, to computers that have reported: an older program would not understand it, and
would set the whole envelope aside.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from server_stub.database import COUNTING_NUMBER, plain_string
from server_stub.platform.exchange_tables import inbox
from server_stub.platform.outgoing import Postbox
from sync.change import ERASING, DeviceOrder, DeviceReport, DeviceWish
from sync.envelope.header import EnvelopeKind
from sync.keys.registry_document import RegistryDocument

_TABLES: Final = inbox.metadata

reports: Final = Table(
    "platform_device_reports",
    _TABLES,
    Column("device", plain_string(64), primary_key=True),
    Column("at_ms", BigInteger, nullable=False),  # by the computer's clock
    Column("heard_at_ms", BigInteger, nullable=False),
    Column("program", plain_string(128), nullable=False),
    Column("system", plain_string(128), nullable=False),
    Column("free_mib", BigInteger, nullable=False),
    Column("unsent", Integer, nullable=False),
    Column("last_sync_ms", BigInteger, nullable=False),
    Column("forms", Text, nullable=False),  # JSON
    Column("troubles", Text, nullable=False),  # JSON
    Column("diagnostics", LargeBinary, nullable=False),
    Column("diagnosed_at_ms", BigInteger, nullable=True),
)

wishes: Final = Table(
    "platform_device_wishes",
    _TABLES,
    Column("number", COUNTING_NUMBER, primary_key=True),
    Column("device", plain_string(64), nullable=False, index=True),
    Column("wish", plain_string(32), nullable=False),
    Column("argument", plain_string(128), nullable=False),
    Column("wished_at_ms", BigInteger, nullable=False),
    Column("told_at_ms", BigInteger, nullable=True),
    Column("answered_at_ms", BigInteger, nullable=True),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class ReportedState:
    """The newest word of one computer about itself; times in ms, UTC."""

    at_ms: int
    heard_at_ms: int
    program: str
    system: str
    free_mib: int
    unsent: int
    last_sync_ms: int
    forms: tuple[str, ...]
    troubles: tuple[str, ...]
    diagnosed_at_ms: int | None


@dataclass(frozen=True, slots=True)
class LatestWish:
    """The newest wish of one kind for one computer, and how far it has got; times in ms, UTC."""

    device: str
    wish: DeviceWish
    argument: str
    wished_at_ms: int
    told_at_ms: int | None
    answered_at_ms: int | None  # of a diagnosis; a version is answered by the program that runs


def keep_reports(connection: Connection, found: Iterable[DeviceReport], *, device: str, now_ms: int) -> None:
    """Keep what a computer said, in the commit of the envelope it came in; an older word changes nothing."""
    for one in found:
        held = connection.execute(
            select(reports.c.at_ms, reports.c.diagnostics, reports.c.diagnosed_at_ms).where(
                reports.c.device == device
            )
        ).one_or_none()
        if one.order:
            _note_answered(connection, one.order, device=device, now_ms=now_ms)
        if held is not None and ERASING in one.troubles:
            _note_erasing(connection, one, device=device, now_ms=now_ms)
            continue
        has_diagnosis = bool(one.diagnostics)
        row = {
            "at_ms": one.at_ms,
            "heard_at_ms": now_ms,
            "program": one.program,
            "system": one.system,
            "free_mib": one.free_mib,
            "unsent": min(one.unsent, 2**31 - 1),
            "last_sync_ms": one.last_sync_ms,
            "forms": json.dumps(one.forms, ensure_ascii=False),
            "troubles": json.dumps(one.troubles),
            "diagnostics": one.diagnostics if has_diagnosis or held is None else held.diagnostics,
            "diagnosed_at_ms": now_ms if has_diagnosis else (None if held is None else held.diagnosed_at_ms),
        }
        if held is None:
            connection.execute(insert(reports).values(device=device, **row))
        else:
            connection.execute(update(reports).where(reports.c.device == device).values(**row))


def read_reports(connection: Connection) -> Mapping[str, ReportedState]:
    """Give the newest report of every computer that made one, by its id."""
    return {row.device: _state(row) for row in connection.execute(select(reports))}


def read_diagnosis(connection: Connection, device: str) -> bytes | None:
    """Give the newest diagnosis of a computer; None if none has come."""
    found = connection.execute(
        select(reports.c.diagnostics).where(reports.c.device == device)
    ).scalar_one_or_none()
    return bytes(found) if found else None


def keep_wish(
    connection: Connection, device: str, wish: DeviceWish, *, argument: str = "", now_ms: int
) -> None:
    row = {"device": device, "wish": wish.value, "argument": argument, "wished_at_ms": now_ms}
    connection.execute(insert(wishes).values(**row))


def latest_wishes(connection: Connection) -> Sequence[LatestWish]:
    """Give of each computer the newest wish of each kind: the one that counts there."""
    newest = select(func.max(wishes.c.number)).group_by(wishes.c.device, wishes.c.wish)
    columns = (wishes.c.device, wishes.c.wish, wishes.c.argument)
    moments = (wishes.c.wished_at_ms, wishes.c.told_at_ms, wishes.c.answered_at_ms)
    rows = connection.execute(select(*columns, *moments).where(wishes.c.number.in_(newest)))
    return [LatestWish(device, DeviceWish(wish), *rest) for device, wish, *rest in rows]


def tell_wishes(connection: Connection, registry: RegistryDocument, *, postbox: Postbox, now_ms: int) -> None:
    """Seal every wish that was not told yet for its computer, once that one has shown that it understands."""
    waiting = connection.execute(
        select(wishes)
        .join(reports, reports.c.device == wishes.c.device)
        .where(wishes.c.told_at_ms.is_(None))
        .order_by(wishes.c.number)
    ).all()
    for row in waiting:
        device = registry.device(row.device)
        if device is not None and not device.is_revoked:
            order = DeviceOrder(row.number, DeviceWish(row.wish), row.argument)
            postbox.send(device, [order], kind=EnvelopeKind.CHANGES)
        connection.execute(update(wishes).where(wishes.c.number == row.number).values(told_at_ms=now_ms))


def _note_erasing(connection: Connection, said: DeviceReport, *, device: str, now_ms: int) -> None:
    """Keep a last word: it says nothing of room and forms, so what was known of these stays."""
    row = {"at_ms": said.at_ms, "heard_at_ms": now_ms, "unsent": min(said.unsent, 2**31 - 1)}
    last = update(reports).where(reports.c.device == device)
    connection.execute(last.values(troubles=json.dumps(said.troubles), **row))


def _note_answered(connection: Connection, number: int, *, device: str, now_ms: int) -> None:
    mine = (wishes.c.number == number) & (wishes.c.device == device)
    connection.execute(update(wishes).where(mine).values(answered_at_ms=now_ms))


def _state(row: Row[Any]) -> ReportedState:
    return ReportedState(
        at_ms=row.at_ms,
        heard_at_ms=row.heard_at_ms,
        program=row.program,
        system=row.system,
        free_mib=row.free_mib,
        unsent=row.unsent,
        last_sync_ms=row.last_sync_ms,
        forms=tuple(json.loads(row.forms)),
        troubles=tuple(json.loads(row.troubles)),
        diagnosed_at_ms=row.diagnosed_at_ms,
    )
