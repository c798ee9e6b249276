"""Requests to join, kept until the city has decided or their invitation must have ended.

One the city refused is kept apart with the reason, as long as it would have waited.

The relay checks that the asker holds the keys it shows and cannot check more: the
invitation is between the device and the city. It bounds what strangers may leave
here, in number, in size and in time.
"""

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from server_stub.announcements import announce
from server_stub.errors import EnrolmentsFullError
from server_stub.relay.tables import enrolments, refused_enrolments
from sync.joining_refused import EnrolmentRefusedError, JoinRefusal
from sync.keys.enrolment import EnrolmentRequest, read_enrolment_request
from sync.keys.registry_document import RegistryDocument
from sync.wire import ENROLMENTS_PATH


def keep_request(
    connection: Connection, body: bytes, *, request: EnrolmentRequest, now_ms: int, limit: int
) -> None:
    """Keep a request; a device that asks again replaces what it asked before.

    Raises:
        EnrolmentsFullError: too many strangers wait already.
        EnrolmentRefusedError: the city has refused this very request.

    """
    refused = _refusal_of(connection, request)
    if refused is not None and refused.body == body:
        raise EnrolmentRefusedError(reason=refused.reason)
    announce(connection, ENROLMENTS_PATH)
    row = {"body": body, "received_at_ms": now_ms}
    is_this = enrolments.c.device == request.public.kid.hex()
    if connection.execute(update(enrolments).where(is_this).values(**row)).rowcount:
        return
    if connection.execute(select(func.count()).select_from(enrolments)).scalar_one() >= limit:
        raise EnrolmentsFullError(limit=limit)
    connection.execute(insert(enrolments).values(device=request.public.kid.hex(), **row))


def refuse_request(connection: Connection, key_id: str, reason: JoinRefusal, *, now_ms: int) -> None:
    """Take a request out of those that wait; nothing happens where none waits under this key."""
    is_this = enrolments.c.device == key_id
    body = connection.execute(select(enrolments.c.body).where(is_this)).scalar_one_or_none()
    if body is None:
        return
    connection.execute(delete(enrolments).where(is_this))
    connection.execute(delete(refused_enrolments).where(refused_enrolments.c.device == key_id))
    row = {"device": key_id, "reason": str(reason), "body": body, "refused_at_ms": now_ms}
    connection.execute(insert(refused_enrolments).values(**row))


def _refusal_of(connection: Connection, request: EnrolmentRequest) -> Row[Any] | None:
    is_this = refused_enrolments.c.device == request.public.kid.hex()
    return connection.execute(select(refused_enrolments).where(is_this)).one_or_none()


def waiting_requests(connection: Connection, registry: RegistryDocument) -> tuple[bytes, ...]:
    """List who waits, oldest first; whoever the registry lists waits no more."""
    bodies = connection.execute(select(enrolments.c.body).order_by(enrolments.c.position)).scalars()
    return tuple(body for body in bodies if registry.device(read_enrolment_request(body).device_id) is None)


def forget_old_requests(connection: Connection, *, before_ms: int) -> None:
    connection.execute(delete(enrolments).where(enrolments.c.received_at_ms < before_ms))
    connection.execute(delete(refused_enrolments).where(refused_enrolments.c.refused_at_ms < before_ms))
