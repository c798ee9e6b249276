"""Devices that have proven their invitation and wait for a person to let them in.

Only where `QUANCAI_ENROLMENT` is `review`. The proof uses the invitation up and the request is
kept here, so neither the end of an invitation nor the relay's patience matters while somebody
looks. Nothing is removed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from server_stub.errors import ServerError
from server_stub.platform.exchange_tables import joining
from sync.keys.enrolment import EnrolmentRequest, read_enrolment_request


class JoiningState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"  # a person said yes; the platform lists it in its next round
    LISTED = "listed"
    REFUSED = "refused"


class DeviceNotWaitingError(ServerError):
    """No device, or more than one, of this id or name waits to be let in."""

    code = "device-not-waiting"


@dataclass(frozen=True, slots=True)
class Joining:
    """One device that asked, with the places its invitation names."""

    request: EnrolmentRequest
    scope: tuple[str, ...]
    state: JoiningState
    asked_at_ms: int


def keep_waiting(
    connection: Connection, body: bytes, request: EnrolmentRequest, scope: Sequence[str], *, now_ms: int
) -> None:
    row = {"device": request.device_id, "body": body, "scope": json.dumps(list(scope))}
    connection.execute(insert(joining).values(state=JoiningState.WAITING, asked_at_ms=now_ms, **row))


def has_asked(connection: Connection, request: EnrolmentRequest) -> bool:
    """Say whether this device is known here with these keys: it asks again while it waits."""
    query = select(joining.c.body).where(joining.c.device == request.device_id)
    body = connection.execute(query).scalar_one_or_none()
    return body is not None and read_enrolment_request(bytes(body)).public == request.public


def is_name_waiting(connection: Connection, request: EnrolmentRequest) -> bool:
    """Say whether another request stands here under this device's id; an id is one request for ever."""
    query = select(joining.c.device).where(joining.c.device == request.device_id)
    return connection.execute(query).one_or_none() is not None


def list_joining(connection: Connection, *states: JoiningState) -> tuple[Joining, ...]:
    """Give those in one of these states, in the order they asked."""
    query = select(joining).where(joining.c.state.in_(states))
    rows = connection.execute(query.order_by(joining.c.asked_at_ms, joining.c.device))
    return tuple(
        Joining(
            read_enrolment_request(bytes(row.body)),
            tuple(json.loads(row.scope)),
            JoiningState(row.state),
            row.asked_at_ms,
        )
        for row in rows
    )


def decide(connection: Connection, device_id: str, state: JoiningState, *, now_ms: int) -> None:
    decided = {"state": state, "decided_at_ms": now_ms}
    connection.execute(update(joining).where(joining.c.device == device_id).values(**decided))
