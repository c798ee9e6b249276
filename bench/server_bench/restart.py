"""How long an office waits for its server after a crash, with a year's envelopes in both databases.

The rows are put in by the driver, as large and as many to a device as real ones. Then the server is
started, killed without a goodbye and started again: the clock runs from the start of the process, imports
and recovery of the log included, until relay and platform have both done their first work.
"""

import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, update

from bench.server_bench.relay_process import watched
from quancai.demo.server_process import ServerProcess
from server_stub.data_folder import load_settings, open_city, open_relay, open_relay_identity
from server_stub.platform.exchange_tables import cursors, inbox, outgoing
from server_stub.platform.inbox import REALM_STREAM, InboxState
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.relay.tables import chain_heads, envelopes
from server_stub.settings import DEFAULT_REALM, ServerSettings
from sync.adapters.system import SystemClock, SystemEntropy
from sync.envelope.header import EnvelopeId
from sync.keys.identity import DeviceId
from sync.receipt import DeliveryReceipt, sign_receipt

DEVICES: Final = 2_750
_BODY_BYTES: Final = 1_400
_ANSWER_BYTES: Final = 800
_RECEIPT_BYTES: Final = 290
_AT_ONCE: Final = 5_000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Restarted:
    """From the start of the process to both at work; first with next to nothing stored, to compare."""

    empty_s: float
    empty_cpu_s: float
    full_s: float
    full_cpu_s: float


def measure_restart(folder: Path, *, stored: int) -> Restarted:
    """Kill a server with nothing stored and one with so many envelopes, and start each again."""
    server = ServerProcess(folder)
    try:
        server.start()  # keys, databases, registry
        empty = _killed_and_back(server)
        server.stop()
        fill_log(folder, stored)
        server.start()
        return Restarted(*empty, *_killed_and_back(server))
    finally:
        server.stop()


def _killed_and_back(server: ServerProcess) -> tuple[float, float]:
    server.kill()
    began = time.perf_counter()
    url = server.start()
    seconds = time.perf_counter() - began
    return round(seconds, 2), watched(server.folder, url).cpu_s()


def fill_log(folder: Path, stored: int) -> None:
    """Put so many envelopes of devices into the relay's log and the city's inbox, each with an answer."""
    settings = load_settings(folder)
    service = open_realm_keys(folder).city.device_id
    first_ms = SystemClock().now_ms() - stored - 1
    relay, city = open_relay(settings), open_city(settings)
    rows = _rows(stored, first_ms=first_ms, service=service)
    while some := list(islice(rows, _AT_ONCE)):
        with relay.write() as connection:
            _put_in(connection, envelopes, [up for up, _, _ in some])
        with city.write() as connection:
            _put_in(connection, inbox, [taken for _, taken, _ in some])
            _put_in(connection, outgoing, [answer for _, _, answer in some])
    with relay.write() as connection:
        _put_in(connection, chain_heads, list(_heads(stored)))
    with city.write() as connection:
        # The two things the platform goes on from: how far it has read, and the relay's word for its last.
        connection.execute(insert(cursors).values(stream=REALM_STREAM, position=first_ms + stored))
        newest = select(func.max(outgoing.c.number)).scalar_subquery()
        receipt = _receipt_of_last(settings, service, stored, at_ms=first_ms + stored)
        connection.execute(update(outgoing).where(outgoing.c.number == newest).values(receipt=receipt))
    relay.close()
    city.close()


def _receipt_of_last(settings: ServerSettings, service: str, stored: int, *, at_ms: int) -> bytes:
    spoken = DeliveryReceipt(
        envelope_id=EnvelopeId(_digest(f"down {stored - 1}")),
        sender=DeviceId(service),
        audience=_device((stored - 1) % DEVICES),
        sequence=(stored - 1) // DEVICES + 1,
        position=at_ms,
        received_at_ms=at_ms,
    )
    return sign_receipt(spoken, relay=open_relay_identity(settings, entropy=SystemEntropy()))


def _put_in(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _rows(stored: int, *, first_ms: int, service: str) -> Iterator[tuple[Row, Row, Row]]:
    draw = random.Random(5)
    for number in range(stored):
        sender, sequence, at_ms = _device(number % DEVICES), number // DEVICES + 1, first_ms + number
        digest, body = _digest(f"up {number}"), draw.randbytes(_BODY_BYTES)
        arrived = {
            "position": at_ms,
            "digest": digest,
            "sender": sender,
            "body": body,
            "received_at_ms": at_ms,
        }
        receipt = draw.randbytes(_RECEIPT_BYTES)
        answer = {
            "digest": _digest(f"down {number}"),
            "sender": service,
            "audience": sender,
            "sequence": sequence,
            "body": draw.randbytes(_ANSWER_BYTES),
            "receipt": receipt,
            "sealed_at_ms": at_ms,
        }
        kept = {**arrived, "audience": DEFAULT_REALM, "sequence": sequence, "receipt": receipt}
        yield kept, {**arrived, "state": InboxState.APPLIED}, answer


def _heads(stored: int) -> Iterator[Row]:
    for number in range(min(DEVICES, stored)):
        end = bytes.fromhex(_digest(f"head {number}"))
        last = (stored - 1 - number) // DEVICES + 1
        yield {"sender": _device(number), "audience": DEFAULT_REALM, "sequence": last, "digest": end}


def _device(number: int) -> str:
    return _digest(f"device {number}")[:32]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
