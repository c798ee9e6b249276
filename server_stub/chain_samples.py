"""Whether stored envelopes are still what was stored, looked at in samples.

Two samples: places spread evenly over everything that was ever kept, and the newest. Of each
envelope whose bytes are still here the digest is worked out anew and its link to the one before
is followed. A disk that lies, or somebody who edits the database, shows up as the sender's name.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from server_stub.platform.exchange_tables import inbox
from server_stub.relay.tables import envelopes
from sync.envelope.encoding import parse_envelope
from sync.envelope.verifying import name_envelope
from sync.errors import SyncError

SAMPLES: Final = 100


def broken_at_relay(connection: Connection) -> str | None:
    """Give `sender sequence` of the first envelope found changed or cut off from its chain, or None."""
    columns = (envelopes.c.position, envelopes.c.digest, envelopes.c.sender, envelopes.c.audience,
               envelopes.c.sequence, envelopes.c.body)  # fmt: skip
    for position in _places(connection):
        row = connection.execute(select(*columns).where(envelopes.c.position == position)).one()
        if row.body and not (_is_whole(row) and _follows(connection, row)):
            return f"{row.sender} {row.sequence}"
    return None


def broken_at_city(connection: Connection) -> str | None:
    """Give the digest of the first of the newest envelopes in the inbox whose bytes changed, or None."""
    newest = select(inbox.c.digest, inbox.c.body).order_by(inbox.c.position.desc()).limit(SAMPLES)
    found = (row.digest for row in connection.execute(newest) if row.body and not _is_named(row))
    return next(found, None)


def _places(connection: Connection) -> Iterator[int]:
    first, last = connection.execute(
        select(func.min(envelopes.c.position), func.max(envelopes.c.position))
    ).one()
    if first is None:
        return
    step = max(1, (last - first) // SAMPLES)
    for wanted in range(first, last + 1, step):
        query = select(func.min(envelopes.c.position)).where(envelopes.c.position >= wanted)
        yield connection.execute(query).scalar_one()
    newest = select(envelopes.c.position).order_by(envelopes.c.position.desc()).limit(SAMPLES)
    yield from connection.execute(newest).scalars()


def _is_named(row: Row[*tuple[Any, ...]]) -> bool:
    digest: str = row.digest
    return name_envelope(bytes(row.body)) == digest


def _is_whole(row: Row[*tuple[Any, ...]]) -> bool:
    try:
        header = parse_envelope(bytes(row.body)).header
    except SyncError:
        return False
    stands = (header.device, header.audience, header.sequence)
    return _is_named(row) and stands == (row.sender, row.audience, row.sequence)


def _follows(connection: Connection, row: Row[*tuple[Any, ...]]) -> bool:
    """Say whether the link before is the one this envelope names."""
    if row.sequence == 1:
        return True
    before = select(envelopes.c.digest).where(
        envelopes.c.sender == row.sender,
        envelopes.c.audience == row.audience,
        envelopes.c.sequence == row.sequence - 1,
    )
    named = parse_envelope(bytes(row.body)).header.previous.hex()
    found: str | None = connection.execute(before).scalar_one_or_none()
    return found == named
