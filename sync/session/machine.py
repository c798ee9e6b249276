"""The order of a sync: push all work, pull page by page, settling each before the next, then attachments.

We push first so that the platform never answers without this device's latest word,
and so that an upload is never held up by anything wrong on the way down. A refusal of
one step is remembered and the next step still runs; only a missing network or a locked
key ends the session early. No I/O and no clock here: events in, commands out.
"""

from enum import Enum, auto
from typing import assert_never

from sync.errors import Retry, ServerBusyError, SyncError
from sync.session.backoff import wait_seconds
from sync.session.commands import Command, FetchRegistry, Finish, Pull, Push, PushAttachments, Settle, Wait
from sync.session.events import (
    Event,
    Failed,
    Pulled,
    Pushed,
    RegistryKept,
    Settled,
    Started,
    StopAsked,
)


class _Step(Enum):
    REGISTRY_FIRST = auto()
    PUSH = auto()
    PULL = auto()
    REGISTRY_AGAIN = auto()
    SETTLE = auto()
    ATTACHMENTS = auto()


class SyncSession:
    """One device's session after session; it only remembers failures in a row between them."""

    def __init__(self) -> None:
        self._step = _Step.PUSH
        self._failures = 0
        self._refusal: str | None = None
        self._has_more = self._has_attachments = False

    def handle(self, event: Event) -> Command:
        """Say what to do now."""
        match event:
            case Started():
                return self._start(event)
            case RegistryKept() if self._step is _Step.REGISTRY_FIRST:
                return self._go(_Step.PUSH, Push())
            case RegistryKept():
                return self._go(_Step.SETTLE, Settle())
            case Pushed() if self._step is _Step.ATTACHMENTS:
                self._has_attachments = event.has_more
                return self._end()
            case Pushed():
                return self._go(_Step.PUSH, Push()) if event.has_more else self._go(_Step.PULL, Pull())
            case Pulled():
                return self._after_page(event)
            case Settled():
                return self._go(_Step.PULL, Pull()) if self._has_more else self._end()
            case Failed():
                return self._after_failure(event.error, jitter=event.jitter)
            case StopAsked():
                return Finish(self._refusal)
            case _:
                assert_never(event)

    def _start(self, asked: Started) -> Command:
        self._refusal = None
        self._has_more, self._has_attachments = False, asked.has_attachments
        if asked.needs_registry:
            return self._go(_Step.REGISTRY_FIRST, FetchRegistry())
        return self._go(_Step.PUSH, Push())

    def _after_page(self, page: Pulled) -> Command:
        # A page is of use before the next one is here: a first fill may take all morning.
        self._has_more = page.has_more
        if page.knows_newer_registry:
            return self._go(_Step.REGISTRY_AGAIN, FetchRegistry())
        return self._go(_Step.SETTLE, Settle())

    def _after_failure(self, error: SyncError, *, jitter: float) -> Command:
        if error.retry is Retry.LATER:
            self._failures += 1
            asked = error.after_seconds if isinstance(error, ServerBusyError) else 0.0
            return Wait(wait_seconds(self._failures, jitter=jitter, asked_seconds=asked), error.shown_code)
        self._refusal = self._refusal or error.shown_code
        if error.retry is Retry.AFTER_UNLOCK:
            return Finish(self._refusal)
        return self._after_refusal()

    def _after_refusal(self) -> Command:
        match self._step:
            case _Step.REGISTRY_FIRST:
                return self._go(_Step.PUSH, Push())
            case _Step.PUSH:
                return self._go(_Step.PULL, Pull())
            case _Step.PULL:
                self._has_more = False
                return self._go(_Step.SETTLE, Settle())
            case _Step.REGISTRY_AGAIN | _Step.SETTLE:
                # Without the registry they were made under, envelopes wait rather than be misjudged.
                return self._end()
            case _Step.ATTACHMENTS:
                return self._finish()

    def _end(self) -> Command:
        """What may take all morning comes last, and whatever was refused before does not hold it up."""
        if self._has_attachments:
            return self._go(_Step.ATTACHMENTS, PushAttachments())
        return self._finish()

    def _finish(self) -> Command:
        self._failures = 0
        return Finish(self._refusal)

    def _go(self, step: _Step, command: Command) -> Command:
        self._step = step
        return command
