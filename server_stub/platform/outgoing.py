"""What the city sends: sealed in the commit of its cause, posted afterwards, the same bytes each time.

The sealed bytes and their place in the chain are kept before the first post, so a
crash between sealing and posting repeats an envelope and never makes a second one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select, update

from server_stub.platform.chains import read_link, write_link
from server_stub.platform.exchange_tables import outgoing
from server_stub.settings import PlatformSettings
from sync.bundle_encoding import encode_bundle
from sync.change import Bundle, BundleItem, FillMark, FillStep
from sync.envelope.chain import chain_name
from sync.envelope.header import EnvelopeHeader, EnvelopeKind
from sync.envelope.sealing import seal
from sync.item_weight import weigh_item
from sync.keys.identity import DeviceIdentity
from sync.keys.registry_document import DeviceEntry, RegistryDocument
from sync.ports import Entropy

_UNPOSTED: Final = (
    select(outgoing.c.number, outgoing.c.digest, outgoing.c.sender, outgoing.c.audience, outgoing.c.body)
    .where(outgoing.c.receipt.is_(None), outgoing.c.refusal.is_(None))
    .order_by(outgoing.c.number)
    .limit(bindparam("most"))
)
_NOTE_POSTED: Final = update(outgoing).where(outgoing.c.number == bindparam("of_number"))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A sealed envelope that waits for the relay."""

    number: int
    digest: str
    sender: str
    audience: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Postbox:
    """Seals for the devices of one registry, inside one transaction, to each in its own suite."""

    connection: Connection
    cities: Sequence[DeviceIdentity]
    registry: RegistryDocument
    settings: PlatformSettings
    now_ms: int
    entropy: Entropy

    def send(
        self, device: DeviceEntry, items: Iterable[BundleItem], *, kind: EnvelopeKind = EnvelopeKind.CHANGES
    ) -> None:
        """Seal items for one device, in as many envelopes as they need; for one that may not read nothing.

        A device whose suite has become too weak would have to refuse them; it gets everything anew
        when it has keys of another suite. A snapshot is everything the device may hold, and says so
        where it begins and where it ends.
        """
        told = _marked(items) if kind is EnvelopeKind.SNAPSHOT else items
        for some in self._bundles(told) if may_receive(device, self.registry) else []:
            self._seal(device, some, kind=kind)

    def city_for(self, device: DeviceEntry) -> DeviceIdentity:
        """Give the identity of the city that speaks with this device: the one of its suite."""
        return next(one for one in self.cities if one.suite == device.public.suite)

    def _bundles(self, items: Iterable[BundleItem]) -> Iterator[list[BundleItem]]:
        """Cut by count and by bytes: a village of long records must not make one envelope nobody takes."""
        some: list[BundleItem] = []
        room = self.settings.bundle_bytes
        for item in items:
            weight = weigh_item(item)
            if some and (weight > room or len(some) == self.settings.bundle_items):
                yield some
                some, room = [], self.settings.bundle_bytes
            some.append(item)
            room -= weight
        if some:
            yield some

    def _seal(self, device: DeviceEntry, items: Sequence[BundleItem], *, kind: EnvelopeKind) -> None:
        self.seal_bytes(device, encode_bundle(Bundle(tuple(items))), kind=kind)

    def seal_bytes(self, device: DeviceEntry, plaintext: bytes, *, kind: EnvelopeKind) -> None:
        """Seal the content of one envelope as it is."""
        city = self.city_for(device)
        downlink = chain_name(city.device_id, device.device_id)
        head = read_link(self.connection, downlink)
        header = EnvelopeHeader(
            kid=city.kid,
            org=city.org,
            device=city.device_id,
            sequence=head.sequence + 1,
            previous=head.digest,
            audience=device.device_id,
            epoch=self.registry.version,
            time_ms=self.now_ms,
            kind=kind,
            acknowledged=read_link(self.connection, chain_name(device.device_id, self.settings.realm)),
        )
        envelope = seal(
            plaintext,
            header=header,
            signer=city,
            recipients=(device.public,),
            entropy=self.entropy,
        )
        place = {"sender": header.device, "audience": header.audience, "sequence": header.sequence}
        row = {"digest": envelope.id, "body": envelope.body, "sealed_at_ms": self.now_ms}
        self.connection.execute(insert(outgoing).values(**row, **place))
        write_link(self.connection, downlink, envelope.link)


def _marked(everything: Iterable[BundleItem]) -> Iterator[BundleItem]:
    yield FillMark(FillStep.BEGINS)
    yield from everything
    yield FillMark(FillStep.ENDS)


def unposted(
    connection: Connection, *, but_for: Collection[str] = (), limit: int = 50
) -> tuple[Outgoing, ...]:
    """List what the relay does not have yet, in the order it was sealed, leaving out some audiences."""
    query = _UNPOSTED.where(outgoing.c.audience.not_in(but_for)) if but_for else _UNPOSTED
    return tuple(Outgoing(*row) for row in connection.execute(query, {"most": limit}))


def note_posted(connection: Connection, receipts: Mapping[int, bytes]) -> None:
    """Keep the relay's receipts, by the number of the envelope."""
    if receipts:
        rows = [{"of_number": number, "receipt": receipt} for number, receipt in receipts.items()]
        connection.execute(_NOTE_POSTED, rows)


def note_refused(connection: Connection, number: int, *, code: str) -> None:
    """Set an envelope aside that the relay will never take, so that the others go on."""
    connection.execute(update(outgoing).where(outgoing.c.number == number).values(refusal=code))


def rewind(connection: Connection, refused: Outgoing, *, want: int) -> bool:
    """Post a chain again from a number on: a relay restored from a backup has lost its end.

    Says whether it can be done: what was let go is gone, and the chain waits for a newer backup.
    """
    is_chain = (outgoing.c.sender == refused.sender) & (outgoing.c.audience == refused.audience)
    lost = is_chain & (outgoing.c.sequence >= want)
    gone = select(func.count()).select_from(outgoing).where(lost, func.length(outgoing.c.body) == 0)
    if connection.execute(gone).scalar_one():
        return False
    connection.execute(update(outgoing).where(lost).values(receipt=None))
    return True


def may_receive(device: DeviceEntry, registry: RegistryDocument) -> bool:
    """Say whether anything is sealed to a device: not once it is ended, nor below the minimum suite."""
    return not device.is_revoked and device.public.suite >= registry.minimum_suite
