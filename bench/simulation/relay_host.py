"""The computer the relay runs on: its power may go in the middle of a request, its disk come from a copy."""

from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect

from bench.simulation.asgi import AsgiCaller, SameThread
from bench.simulation.disk import Disk, Files
from bench.simulation.fused_database import fuse_engine
from bench.simulation.power import Fuse, PowerCut
from server_stub.data_folder import load_settings, open_relay_identity
from server_stub.database import Database, sqlite_url
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.relay.app import close_relay, create_relay
from sync.errors import ServerUnreachableError
from sync.ports import Clock, Entropy, Request, Response

DATABASE = "relay.sqlite"


@dataclass
class RelayHost:
    """`keys` is the folder with the realm's keys; what a crash can hurt is on `disk`."""

    keys: Path
    disk: Disk
    clock: Clock
    entropy: Entropy
    fuse: Fuse
    caller: AsgiCaller = field(default_factory=AsgiCaller)
    app: Starlette | None = None
    restarts: int = 0

    def start(self) -> None:
        address = sqlite_url(self.disk.folder / DATABASE)
        settings = load_settings(self.keys, {"QUANCAI_RELAY_DATABASE": address})
        self.app = create_relay(
            settings.for_relay(open_realm_keys(self.keys).roots),
            clock=self.clock,
            entropy=self.entropy,
            relay_identity=open_relay_identity(settings, entropy=self.entropy),
            writer_thread=SameThread(),
        )
        self.fuse.revive()
        fuse_engine(self.database, self.fuse)

    @property
    def database(self) -> Database:
        assert self.app is not None
        database: Database = self.app.state.relay.database
        return database

    def serve(self, request: Request) -> Response:
        """Answer, or lose the power on the way; then it is on again for the next one.

        Raises:
            ServerUnreachableError: the power went, before or after the commit.

        """
        try:
            return self._call(request)
        except PowerCut:
            self.restart()
            raise ServerUnreachableError from None

    def hear_half(self, request: Request) -> None:
        """Take a request whose sender vanishes in the middle of it."""
        try:
            self._call(request, is_cut=True)
        except ClientDisconnect:
            pass
        except PowerCut:
            self.restart()

    def restart(self) -> None:
        """Begin again with what is on the disk."""
        self.stop()
        self.restarts += 1
        self.start()

    def restore(self, files: Files) -> None:
        """Put a backup in the place of the disk."""
        self.stop()
        self.disk.replace(files)
        self.start()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.fuse.asleep(), self.database.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def stop(self) -> None:
        if self.app is not None:
            close_relay(self.app.state.relay)
            self.app = None
            self.disk.forget_old()

    def _call(self, request: Request, *, is_cut: bool = False) -> Response:
        assert self.app is not None
        return self.caller.call(self.app, request, is_cut=is_cut)
