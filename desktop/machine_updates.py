"""The real end of updates: this machine's policy and profile, its folder of versions, its clock.

What verifies signatures is loaded when somebody looks, on the thread that looks, and not at the start.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from sync.ports import Clock
from sync.version import PROGRAM_VERSION
from updates.choosing import Take, Wait
from updates.errors import NoWayBackError
from updates.machine import confirm_running
from updates.moments import moment_of
from updates.release import Release
from updates.this_system import INSTALLATION_VARIABLE, this_arch, this_platform
from updates.version import parse_version

if TYPE_CHECKING:
    from updates.asking import Asking
    from updates.provisioned import Provisioned


class MachineUpdates:
    """Implements `desktop.updating.Updates`."""

    def __init__(self, told: "Provisioned", *, clock: Clock, device_name: str) -> None:
        self._told, self._clock, self._device_name = told, clock, device_name
        self._asking: Asking | None = None
        self.has_source = told.source is not None
        self.brings_itself = bool(os.environ.get(INSTALLATION_VARIABLE))

    def make_ready(
        self, *, unsent: int, required: str | None, progress: Callable[[int, int], None]
    ) -> Take | Wait:
        from updates.adapters.system_commands import run_command  # noqa: PLC0415 - see above

        self._asking = self._ask(unsent, required)
        return self._asking.make_ready(run=run_command, progress=progress)

    def confirm(self) -> None:
        confirm_running(os.environ)

    def switch(self, release: Release) -> None:
        asking = self._asking
        if asking is None or asking.installation is None:
            raise NoWayBackError
        asking.installation.switch_to(release.version)

    def carries(self, release: Release, *, unsent: int) -> bool:
        asking = self._asking
        here = parse_version(PROGRAM_VERSION) if asking is None else asking.here.version
        return unsent == 0 or release.carries_from <= here

    def _ask(self, unsent: int, required: str | None) -> "Asking":
        from updates.asking import Asked, ask_as  # noqa: PLC0415 - see above

        return ask_as(
            Asked(),
            program_version=PROGRAM_VERSION,
            name=self._device_name,
            unsent=unsent,
            platform=this_platform(),
            arch=this_arch(),
            now=moment_of(self._clock.now_ms()),
            required=None if required is None else parse_version(required),
            provisioned=self._told,
        )
