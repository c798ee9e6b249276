"""Devices that have proven their invitation and wait for a person to let them in.

Only where `QUANCAI_ENROLMENT` is `review`. The proof uses the invitation up and the request is
kept here, so neither the end of an invitation nor the relay's patience matters while somebody
looks. Nothing is removed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from server_stub.errors import ServerError
from server_stub.platform.exchange_tables import joining
from server_stub.platform.given_names import names_given
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
    name: str  # by the office's word, else by the computer's own


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
    names = names_given(connection)
    return tuple(_joining(row, names) for row in rows)


def decide(connection: Connection, device_id: str, state: JoiningState, *, now_ms: int) -> None:
    decided = {"state": state, "decided_at_ms": now_ms}
    connection.execute(update(joining).where(joining.c.device == device_id).values(**decided))


def _joining(row: Row[Any], names: Mapping[str, str]) -> Joining:
    request, scope = read_enrolment_request(bytes(row.body)), tuple(json.loads(row.scope))
    name = names.get(request.device_id, request.name)
    return Joining(request, scope, JoiningState(row.state), row.asked_at_ms, name)
