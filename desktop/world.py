"""What the program takes from outside: clock, randomness, network, cameras, keychain, new versions.

Built by `desktop.app`, or by a test, and by nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.capture.frame_source import FrameSource
from desktop.enrolment.member_runner import Connect
from desktop.updating import Updates
from sync.custody.secret_policy import Keychain, NoKeychain
from sync.ports import Clock, Entropy
from updates.provisioned import Provisioned


@dataclass(frozen=True, slots=True)
class World:
    """Every port of one program."""

    clock: Clock
    entropy: Entropy
    connect: Connect
    cameras: Sequence[FrameSource]
    device_name: str
    keychain: Keychain = field(default_factory=NoKeychain)
    listen: Connect | None = None  # the line on which the server may call; none: it is only asked
    told: Provisioned = field(default_factory=Provisioned)  # by the machine's policy and a profile
    reports_itself: bool = False  # the office is told how this computer stands
    updates: Updates | None = None  # where new versions come from; none: somebody else brings them
