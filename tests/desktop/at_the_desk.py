"""The whole program in its window, with a real replica and a township office behind a wire in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QApplication

from desktop.capture.errors import CameraUnavailableError
from desktop.journey.pilot import Pilot
from desktop.paths import AppPaths
from desktop.program import Program
from desktop.updating import Updates
from desktop.world import World
from resources.words import Words
from server_stub.platform.enrol import invite
from store import Store
from sync.keys.enrolment import encode_invitation
from tests.fakes.asgi_transport import AsgiTransport
from tests.fakes.entropy import SeededEntropy
from tests.fakes.frame_source import FakeFrameSource
from tests.fakes.transport import FakeTransport
from tests.scenario.office import OPERATOR, Office
from tests.scenario.realm import TOWNSHIP

PASSPHRASE = "象山路的榕树下有三把椅子"


@dataclass(frozen=True)
class AtTheDesk:
    """An officer's window, and both ends of the wire."""

    program: Program
    office: Office
    wire: FakeTransport
    words: Words

    @property
    def pilot(self) -> Pilot:
        return Pilot(self.program.window, patience_s=60)

    @property
    def replica(self) -> Store:
        """What is on the disk, read beside the program."""
        assert self.program.desk.reader is not None
        return self.program.desk.reader

    def say(self, key: str) -> str:
        return self.words.text(f"screens.{key}")

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        self.pilot.write(self.say("unlock.passphrase_label"), passphrase)
        self.pilot.press(self.say("unlock.open"))

    def show_invitation(self, invitation: Path) -> None:
        """Come to the second step, if this is the first, and give the invitation's file."""
        joining = self.program.joining
        assert joining is not None
        if self.pilot.sees(self.say("enrolment.welcome_title")):
            self.pilot.press(self.say("enrolment.begin"))
        joining.read_file(invitation)

    def compare(self) -> None:
        self.pilot.press(self.say("enrolment.matches"))

    def name_oneself(self, passphrase: str = PASSPHRASE) -> None:
        """Fill the third step: a passphrase where this computer has none yet, and a name."""
        self.pilot.write(self.say("joining.operator"), OPERATOR)
        if self.program.desk.unlocked is None:
            self.pilot.write(self.say("secret.first_passphrase"), passphrase)
            self.pilot.write(self.say("secret.again"), passphrase)
        self.pilot.press(self.say("enrolment.join"))

    def ask_to_join(self, invitation: Path) -> None:
        self.show_invitation(invitation)
        self.compare()
        self.name_oneself()
        self.pilot.wait_for("asked", lambda: self.joins)

    def enter(self) -> None:
        """Go to work as soon as the platform has let this computer in."""
        self.pilot.press(self.say("enrolment.act_enter"))

    @property
    def joins(self) -> bool:
        """Say whether the request is on its way."""
        return self.program.joining is not None and self.program.joining.is_waiting

    def wait_until_quiet(self) -> None:
        self.pilot.wait_for("quiet", lambda: not self.program.desk.is_syncing)

    def let_time_pass(self, *, seconds: float) -> None:
        """Move the clock while somebody works: the program does not lock by itself meanwhile."""
        self.office.clock.advance(seconds)
        self.program.computer.idle.touch()

    def sync(self) -> None:
        self.wait_until_quiet()
        self.program.desk.sync()
        self.wait_until_quiet()


@contextmanager
def sitting(
    folder: Path,
    office: Office,
    *,
    seed: str,
    language: str = "zh_CN",
    camera: FakeFrameSource | None = None,
    updates: Updates | None = None,
    reports_itself: bool = False,
) -> Iterator[AtTheDesk]:
    """Open the program on a folder and close it in order, as `desktop.app` does; no camera unless given."""
    wire = FakeTransport(AsgiTransport(office.relay_app).exchange)
    if camera is None:
        camera = FakeFrameSource()
        camera.failure = CameraUnavailableError(index="0")
    world = World(
        clock=office.clock,
        entropy=SeededEntropy(seed),
        connect=lambda _url: wire,
        cameras=(camera,),
        device_name="象山社区窗口",
        updates=updates,
        reports_itself=reports_itself,
    )
    words = Words(language)
    program = Program(AppPaths(folder), words, world=world)
    program.start()
    try:
        yield AtTheDesk(program, office, wire, words)
    finally:
        program.window.close()
        QApplication.processEvents()
        shiboken6.delete(program.window)


def write_invitation(office: Office, path: Path) -> Path:
    with office.city.write() as connection:
        invitation = invite(
            connection,
            scope=(TOWNSHIP,),
            relay_url="https://relay.example",
            roots=office.desk.keys.roots,
            settings=office.settings.for_platform(),
            now_ms=office.clock.now_ms(),
            entropy=SeededEntropy(path.parent.name),
        )
    path.write_text(encode_invitation(invitation), encoding="ascii")
    return path
