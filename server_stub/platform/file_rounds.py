"""What a round does beside envelopes: files put in their place, news and documents sent out.

Each step is one file or one device and one commit, and finds its work in the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from server_stub.database import Database
from server_stub.platform.attachments import next_whole, note_shelved, put_together
from server_stub.platform.delivering import Delivery, next_to_tell
from server_stub.platform.outgoing import Postbox, may_receive
from server_stub.platform.port import CityPlatform
from server_stub.platform.registry_kept import current_registry
from server_stub.platform.spreading import Spreading, is_spreading
from server_stub.settings import PlatformSettings
from sync.envelope.header import EnvelopeKind
from sync.keys.registry import TrustRoots
from sync.keys.registry_document import RegistryDocument
from sync.ports import Clock

DEVICES_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class FileRounds:
    """The steps, on the databases of one desk."""

    database: Database
    settings: PlatformSettings
    roots: TrustRoots
    clock: Clock
    postbox: Callable[[Connection, RegistryDocument], Postbox]
    city: Callable[[Connection], CityPlatform]

    def shelve_attachment(self) -> bool:
        """Put a file of which every piece is here in its place, and tell its sender; say whether one was."""
        with self.database.read() as connection:
            found = next_whole(connection)
            if found is None:
                return False
            is_right = put_together(connection, found, self.settings.attachments)
        with self.database.write() as connection:
            registry = current_registry(connection, self.roots)
            words = note_shelved(connection, found, is_right=is_right, now_ms=self.clock.now_ms())
            device = registry.device(found.sender)
            if device is not None:
                self.postbox(connection, registry).send(device, words, kind=EnvelopeKind.ACK)
        return True

    def tell_news(self) -> None:
        """Tell the devices there are what the office's own hand changed, some of them in every commit."""
        self._spread()
        while self._take_news():
            self._spread()

    def _spread(self) -> None:
        while self._is_spreading():
            with self.database.write() as connection:
                self._spreading(connection).tell_some()

    def _take_news(self) -> bool:
        with self.database.write() as connection:
            news = self.city(connection).take_news()
            if news:
                telling = self._spreading(connection)
                telling.begin(news)
                telling.tell_some()
        return bool(news)

    def _is_spreading(self) -> bool:
        with self.database.read() as connection:
            return is_spreading(connection)

    def _spreading(self, connection: Connection) -> Spreading:
        registry = current_registry(connection, self.roots)
        return Spreading(connection, self.postbox(connection, registry))

    def deliver_documents(self) -> int:
        """Seal what is published for the next devices that lack some of it; say how many these were.

        Everybody's answers come between two such handfuls, or they would wait for the whole city.
        """
        with self.database.read() as connection:
            registry = current_registry(connection, self.roots)
            reachable = [one for one in registry.devices if may_receive(one, registry)]
            lacking = next_to_tell(connection, reachable, most=DEVICES_AT_ONCE)
        for device in lacking:
            with self.database.write() as connection:
                registry = current_registry(connection, self.roots)
                Delivery(connection, self.postbox(connection, registry)).tell(device)
        return len(lacking)
