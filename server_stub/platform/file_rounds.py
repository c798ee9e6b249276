"""What a round does beside envelopes: files put in their place, news and documents sent out.

Each step is one file or one device and one commit, and finds its work in the database.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from server_stub.database import Database
from server_stub.platform.answering import news_for
from server_stub.platform.attachments import next_whole, note_shelved, put_together
from server_stub.platform.delivering import Delivery, next_to_tell
from server_stub.platform.outgoing import Postbox, may_receive
from server_stub.platform.port import CityPlatform
from server_stub.platform.registry_kept import current_registry
from server_stub.settings import PlatformSettings
from sync.envelope.header import EnvelopeKind
from sync.keys.registry import TrustRoots
from sync.keys.registry_document import RegistryDocument
from sync.ports import Clock


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
        """Tell the devices there are what the office's own hand changed, some of it in every commit."""
        while self._tell_some_news():
            pass

    def _tell_some_news(self) -> bool:
        with self.database.write() as connection:
            news = self.city(connection).take_news()
            registry = current_registry(connection, self.roots)
            postbox = self.postbox(connection, registry)
            for device in registry.devices if news else ():
                postbox.send(device, news_for(device, news))
        return bool(news)

    def deliver_documents(self) -> bool:
        """Seal what is published for the next device that lacks some of it; say whether one did."""
        with self.database.read() as connection:
            registry = current_registry(connection, self.roots)
            reachable = [one for one in registry.devices if may_receive(one, registry)]
            device = next_to_tell(connection, reachable)
        if device is not None:
            with self.database.write() as connection:
                registry = current_registry(connection, self.roots)
                Delivery(connection, self.postbox(connection, registry)).tell(device)
        return device is not None
