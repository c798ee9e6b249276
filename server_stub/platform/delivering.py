"""Published documents on their way to the devices: to each once what it lacks, lightest first.

It happens after the records of a round are on their way, one device a commit, so that a
large list holds up nobody's answers and a crash repeats nothing. A content the device has
under another name goes as a name only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, delete, func, insert, select

from server_stub.platform.document_tables import documents, told
from server_stub.platform.documents import (
    PublishedDocument,
    current_documents,
    read_content,
    withdrawn_documents,
)
from server_stub.platform.outgoing import Postbox
from sync.change import DocumentPiece, DocumentWithdrawn
from sync.document_pieces import document_pieces
from sync.keys.registry_document import DeviceEntry


def next_to_tell(
    connection: Connection, devices: Iterable[DeviceEntry], *, most: int
) -> tuple[DeviceEntry, ...]:
    """Find devices that lack something that stands, or have not heard of something withdrawn."""
    current, withdrawn = current_documents(connection), withdrawn_documents(connection)
    if not current and not withdrawn:
        return ()
    up_to_date = _up_to_date(connection, current, withdrawn)
    members = (device for device in devices if not device.is_revoked)
    return tuple(islice((each for each in members if each.device_id not in up_to_date), most))


@dataclass(frozen=True, slots=True)
class Delivery:
    """Telling devices what they lack, inside one transaction."""

    connection: Connection
    postbox: Postbox

    def tell(self, device: DeviceEntry) -> None:
        """Seal all that this device lacks."""
        known = self._told(device)
        for one in current_documents(self.connection):
            if (one.number, False) not in known:
                self.postbox.send(device, self._pieces(one, device))
                self._note(device, one, is_withdrawal=False)
        withdrawn = withdrawn_documents(self.connection)
        unheard = [one for one in withdrawn if (one.number, True) not in known]
        self.postbox.send(device, [DocumentWithdrawn(one.kind, one.name, one.version) for one in unheard])
        for one in unheard:
            self._note(device, one, is_withdrawal=True)

    def _pieces(self, one: PublishedDocument, device: DeviceEntry) -> Iterator[DocumentPiece]:
        content = read_content(self.connection, one.number)
        is_known = one.digest in self._digests(device)
        return document_pieces(one.kind, one.name, one.version, content, is_known=is_known)

    def _told(self, device: DeviceEntry) -> frozenset[tuple[int, bool]]:
        query = select(told.c.number, told.c.is_withdrawal).where(told.c.device == device.device_id)
        return frozenset((row.number, row.is_withdrawal) for row in self.connection.execute(query))

    def _digests(self, device: DeviceEntry) -> frozenset[bytes]:
        is_held = (told.c.device == device.device_id) & told.c.is_withdrawal.is_(False)
        query = select(documents.c.digest).join(told, told.c.number == documents.c.number).where(is_held)
        return frozenset(bytes(digest) for digest in self.connection.execute(query).scalars())

    def _note(self, device: DeviceEntry, one: PublishedDocument, *, is_withdrawal: bool) -> None:
        row = {"device": device.device_id, "number": one.number, "is_withdrawal": is_withdrawal}
        self.connection.execute(insert(told).values(**row))


def _up_to_date(
    connection: Connection, current: Sequence[PublishedDocument], withdrawn: Sequence[PublishedDocument]
) -> frozenset[str]:
    is_due = (told.c.is_withdrawal.is_(False) & told.c.number.in_([one.number for one in current])) | (
        told.c.is_withdrawal.is_(True) & told.c.number.in_([one.number for one in withdrawn])
    )
    query = select(told.c.device).where(is_due).group_by(told.c.device)
    whole = query.having(func.count() == len(current) + len(withdrawn))
    return frozenset(connection.execute(whole).scalars())


def send_again(connection: Connection, device_id: str, digest: str) -> None:
    """Forget that a device has a content, because it says that what came was damaged."""
    if len(digest) != 64 or not all(digit in "0123456789abcdef" for digit in digest):
        return
    numbers = select(documents.c.number).where(documents.c.digest == bytes.fromhex(digest))
    connection.execute(
        delete(told).where(
            told.c.device == device_id, told.c.number.in_(numbers), told.c.is_withdrawal.is_(False)
        )
    )
