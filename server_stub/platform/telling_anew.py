"""Telling a device once more what it was told and cannot use, or what of the city's it may hold only now.

Everything is told when a device comes back from a suite that had become too weak, and when
the relay holds another history of the city's chain than the city; places when the office gives
them to a device. Records, words and documents are all things a device may hear twice, so too
much does no harm and too little would.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from server_stub.platform.document_tables import told
from server_stub.platform.exchange_tables import items
from server_stub.platform.outgoing import Postbox, may_receive
from server_stub.platform.port import CityPlatform
from sync.change import Verdict, VerdictState
from sync.envelope.header import EnvelopeKind
from sync.keys.registry_document import DeviceEntry, RegistryDocument


def cut_off(registry: RegistryDocument) -> tuple[DeviceEntry, ...]:
    """Give the devices that may receive, but not any more what was sealed to them in a suite they left."""
    return tuple(
        one
        for one in registry.devices
        if may_receive(one, registry)
        and any(former.public.suite < registry.minimum_suite for former in one.former)
    )


@dataclass(frozen=True, slots=True)
class TellingAnew:
    """Seals again what a device should know, inside one transaction."""

    connection: Connection
    city: CityPlatform
    postbox: Postbox

    def tell(self, device: DeviceEntry, *, since_ms: int) -> None:
        """Seal the words since a moment and all records of the scope; documents follow by themselves."""
        words = [
            Verdict(row.id, VerdictState(row.state), row.code, row.judged_at_ms)
            for row in self.connection.execute(
                select(items.c.id, items.c.state, items.c.code, items.c.judged_at_ms)
                .where(items.c.sender == device.device_id, items.c.judged_at_ms >= since_ms)
                .order_by(items.c.judged_at_ms)
            )
        ]
        self.postbox.send(device, words, kind=EnvelopeKind.ACK)
        self.postbox.send(device, self.city.snapshot(device.scope), kind=EnvelopeKind.SNAPSHOT)
        self.connection.execute(delete(told).where(told.c.device == device.device_id))

    def tell_places(self, device: DeviceEntry, places: Sequence[str]) -> None:
        """Seal all records of these places, beside those the device has; documents it has already."""
        self.postbox.send(device, self.city.snapshot(places))
