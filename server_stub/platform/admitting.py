"""Who asks to join, judged one after the other: what goes wrong with one request holds up nobody else.

Each request is a commit of its own, with the registry that lists the device and everything of its
scope sealed for it. One that meets a mistake of ours stays where it is, at the relay or among
those a person approved, with an alarm, and the next version of the program looks at it again.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import Connection

from server_stub.database import Database
from server_stub.errors import ServerUnavailableError
from server_stub.platform.alarms import has_alarm, raise_alarm
from server_stub.platform.enrol import Approved, admit_approved, judge_request, refusal_of
from server_stub.platform.joining import JoiningState, list_joining
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import CityPlatform
from server_stub.platform.realm_keys import RealmKeys
from server_stub.settings import PlatformSettings
from sync.envelope.header import EnvelopeKind
from sync.errors import ServerRefusedError
from sync.keys.enrolment import read_enrolment_request
from sync.keys.registry_document import RegistryDocument
from sync.ports import Clock
from sync.relay_client import RelayClient
from sync.version import PROGRAM_VERSION

logger = logging.getLogger(__name__)

REQUEST_SET_ASIDE: Final = "join-request-set-aside"

_Judge = Callable[..., Approved | None]


@dataclass(frozen=True, slots=True)
class Admitting:
    """Lets devices in, on the databases of one desk."""

    database: Database
    settings: PlatformSettings
    keys: RealmKeys
    clock: Clock
    postbox: Callable[[Connection, RegistryDocument], Postbox]
    city: Callable[[Connection], CityPlatform]

    def admit(self, relay: RelayClient) -> None:
        """Judge every request the relay holds, then list whom a person approved.

        Raises:
            SyncError: the relay cannot be reached or refuses.
            ServerUnavailableError: the city database, or the city's own system, cannot be used.

        """
        asked = relay.fetch_enrolments()
        for body in asked:
            self._admit(self.keys.city.cipher.digest(body).hex(), partial(judge_request, body=body))
        self._tell_refused(relay, asked)
        with self.database.read() as connection:
            approved = [one.request.device_id for one in list_joining(connection, JoiningState.APPROVED)]
        for device_id in approved:
            self._admit(device_id, partial(admit_approved, device_id=device_id))

    def _tell_refused(self, relay: RelayClient, asked: Sequence[bytes]) -> None:
        """Have whoever was refused hear why; the relay lists them no more once it knows."""
        with self.database.read() as connection:
            refused = [(body, refusal_of(connection, body, keys=self.keys)) for body in asked]
        for body, reason in refused:
            if reason is not None:
                try:
                    relay.refuse_enrolment(read_enrolment_request(body).public.kid.hex(), reason)
                except ServerRefusedError:  # a relay from before: whoever asked goes on waiting, as they did
                    return

    def _admit(self, name: str, judge: _Judge) -> None:
        subject = f"{name} {PROGRAM_VERSION}"
        try:
            with self.database.write() as connection:
                if not has_alarm(connection, REQUEST_SET_ASIDE, subject=subject):
                    self._judge(connection, judge)
        except ServerUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one request's bug must not stop the others (P5)
            # The kind only: a message may quote what was in the request.
            logger.error("request to join %s failed: %s", name, type(error).__name__)  # noqa: TRY400
            with self.database.write() as connection:
                now_ms = self.clock.now_ms()
                raise_alarm(connection, REQUEST_SET_ASIDE, subject=subject, now_ms=now_ms)

    def _judge(self, connection: Connection, judge: _Judge) -> None:
        approved = judge(connection, keys=self.keys, settings=self.settings, now_ms=self.clock.now_ms())
        if approved is not None:
            everything = self.city(connection).snapshot(approved.device.scope)
            postbox = self.postbox(connection, approved.registry)
            postbox.send(approved.device, everything, kind=EnvelopeKind.SNAPSHOT)
