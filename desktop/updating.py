"""New versions behind somebody's work: looked for after an exchange, made ready, switched to at the end.

Nothing of it is in anybody's way: one line says how it stands. What is fetched is laid out beside the
version that runs and asked whether it would run here; the switch itself is one small file, written when
the program closes and every form has been left, and never over work the new version could not carry.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.errors import WorkerStoppedError
from sync.version import PROGRAM_VERSION
from updates.choosing import Take, Wait, Why
from updates.errors import ReleaseMalformedError, UpdateError
from updates.release import Release
from updates.version import parse_version

logger = logging.getLogger(__name__)

LOOK_AGAIN_MS: Final = 6 * 3_600_000
_SOME: Final = 1


class UpdateStep(StrEnum):
    """How it stands with new versions."""

    OFF = "off"  # somebody else brings them, or nobody said where from
    NEWEST = "newest"
    RING = "ring"  # something newer is tried elsewhere first
    UNSENT = "unsent"  # something newer waits until the work here has gone up
    FETCHING = "fetching"
    READY = "ready"  # from the next start on
    INSTALLER = "installer"  # something newer is there, and the system's installer brings it
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class UpdateState:
    """One line's worth; `version` is the newer one, `code` says why it failed."""

    step: UpdateStep
    version: str = ""
    per_cent: int = 0
    code: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    required: str = ""  # the version the office wants here, while this one is older


class Updates(Protocol):
    """The world's end of it; built by the composition root."""

    has_source: bool
    brings_itself: bool  # False where the system's installer does

    def make_ready(
        self, *, unsent: int, required: str | None, progress: Callable[[int, int], None]
    ) -> Take | Wait:
        """Look, fetch and lay out; from a thread of its own.

        Raises:
            UpdateError: the version that runs stays.

        """
        ...

    def confirm(self) -> None:
        """Note that the version that runs stands and is well.

        Raises:
            UpdateError: it cannot be noted.

        """
        ...

    def switch(self, release: Release) -> None:
        """Make a version that is ready the one of the next start."""
        ...

    def carries(self, release: Release, *, unsent: int) -> bool: ...


class Updating(QObject):
    """Lives as long as the program; created and used on the window's thread."""

    changed = Signal(object)  # an UpdateState
    _came = Signal(object, object)  # a word and an error, from the thread that looked
    _moved = Signal(int)

    def __init__(self, updates: Updates | None) -> None:
        super().__init__()
        self._updates = updates
        self.state = UpdateState(UpdateStep.NEWEST if self._is_on else UpdateStep.OFF)
        self._ready: Release | None = None
        self._thread: threading.Thread | None = None
        self._looked_ms: int | None = None
        self._is_stopping = False
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def is_looking(self) -> bool:
        return self._thread is not None

    @property
    def _is_on(self) -> bool:
        return self._updates is not None and self._updates.has_source

    def started(self) -> None:
        """Say that this version stands before its person; the launcher keeps it from now on."""
        if self._updates is not None:
            try:
                self._updates.confirm()
            except UpdateError as error:
                logger.warning("update %s", error.code)

    def look(self, *, unsent: int, now_ms: int, required: str | None = None) -> None:
        """Look once in a while; asked after every exchange, it mostly does nothing.

        `required` is the version the office wants here; a new wish is looked after at once.
        """
        is_news = self._require(required)
        is_early = self._looked_ms is not None and 0 <= now_ms - self._looked_ms < LOOK_AGAIN_MS
        is_early = is_early and not is_news
        if not self._is_on or self._thread is not None or self._ready is not None or is_early:
            return
        self._looked_ms = now_ms
        # Not joined at the end: what is cut off goes on at the next start, and nobody waits for a slow line.
        self._thread = threading.Thread(target=self._work, args=(unsent,), name="updates", daemon=True)
        self._thread.start()

    def close(self, count_unsent: Callable[[], int]) -> None:
        """Switch to what is ready, unless it could not carry what waits here to be sent.

        What waits is counted only for a version that minds it, and then behind everything else that is
        still being written.
        """
        self._is_stopping = True
        release, updates = self._ready, self._updates
        if release is None or updates is None:
            return
        if not updates.carries(release, unsent=_SOME) and count_unsent():
            return
        try:
            updates.switch(release)
        except UpdateError as error:
            logger.warning("update %s", error.code)

    def _require(self, version: str | None) -> bool:
        """Take in what the office wants; say whether that is news."""
        is_newer = version is not None and _is_newer(version)
        wanted = version if version is not None and is_newer else ""
        if wanted == self.state.required:
            return False
        self.state = replace(self.state, required=wanted)
        self.changed.emit(self.state)
        return bool(wanted)

    def _work(self, unsent: int) -> None:
        word: Take | Wait | None = None
        failure: Exception | None = None
        try:
            if self._updates is not None:
                word = self._updates.make_ready(
                    unsent=unsent, required=self.state.required or None, progress=self._progress
                )
        except Exception as error:  # noqa: BLE001 - the edge of a thread: delivered to who asked
            failure = error
        if not self._is_stopping:
            self._came.emit(word, failure)

    def _progress(self, here: int, whole: int) -> None:
        if self._is_stopping:
            raise WorkerStoppedError
        self._moved.emit(100 * here // max(1, whole))

    @Slot(int)
    def _tell_progress(self, per_cent: int) -> None:
        if self._thread is not None:
            self._show(UpdateState(UpdateStep.FETCHING, per_cent=per_cent))

    @Slot(object, object)
    def _take(self, word: Take | Wait | None, failure: Exception | None) -> None:
        self._thread = None
        if failure is not None:
            self._show_failed(failure)
        elif isinstance(word, Take):
            self._show_taken(word.release)
        elif word is not None:
            version = "" if word.release is None else str(word.release.version)
            self._show(UpdateState(_STEPS[word.why], version=version))

    def _show_failed(self, failure: Exception) -> None:
        if not isinstance(failure, UpdateError):
            logger.error("unexpected %s", type(failure).__name__)
            self._show(UpdateState(UpdateStep.FAILED, code="unexpected"))
            return
        # An unreachable source is the ordinary day of a village; it is a line, and no warning.
        logger.info("update %s", failure.code)
        self._show(UpdateState(UpdateStep.FAILED, code=failure.code, parameters=failure.parameters))

    def _show_taken(self, release: Release) -> None:
        if self._updates is not None and self._updates.brings_itself:
            self._ready = release
            self._show(UpdateState(UpdateStep.READY, version=str(release.version)))
        else:
            self._show(UpdateState(UpdateStep.INSTALLER, version=str(release.version)))

    def _show(self, state: UpdateState) -> None:
        state = replace(state, required=self.state.required)
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _is_newer(version: str) -> bool:
    try:
        return parse_version(version) > parse_version(PROGRAM_VERSION)
    except ReleaseMalformedError:  # of a city that spells versions in a way of its own
        return False


_STEPS: Final = {
    Why.NEWEST: UpdateStep.NEWEST,
    Why.RING: UpdateStep.RING,
    Why.UNSENT: UpdateStep.UNSENT,
}
