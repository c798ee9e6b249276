"""What is known of the exchange, kept up to date from what the worker says; knows no widgets.

One value feeds the chip at the top, the banner on 今日 and the hero on 同步, so the
three can never disagree.
"""

from dataclasses import replace
from typing import Final

from desktop.shell.sync_indicator import Connection, SyncStatus
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep

STAGES: Final = (
    SyncStep.CONNECT,
    SyncStep.IDENTITY,
    SyncStep.UPLOAD,
    SyncStep.DOWNLOAD,
    SyncStep.SETTLE,
)
# Steps with words of their own that stand at the place of another.
_STANDS_AT: Final = {SyncStep.FIRST_FILL: SyncStep.DOWNLOAD, SyncStep.ATTACHMENTS: SyncStep.SETTLE}
_CONNECTIONS: Final = {
    SyncState.OK: Connection.OK,
    SyncState.OFFLINE: Connection.OFFLINE,
    SyncState.REFUSED: Connection.REFUSED,
}


def started(status: SyncStatus) -> SyncStatus:
    return replace(status, connection=Connection.RUNNING, share=None, code=None)


def advanced(status: SyncStatus, progress: SyncProgress) -> SyncStatus:
    return replace(status, connection=Connection.RUNNING, share=share_of(progress))


def ended(status: SyncStatus, outcome: SyncOutcome) -> SyncStatus:
    """Take the outcome in; the last success is kept over failures."""
    last_success = outcome.at_ms if outcome.state is SyncState.OK else status.last_success_ms
    return replace(
        status,
        connection=_CONNECTIONS[outcome.state],
        share=None,
        code=outcome.code,
        last_success_ms=last_success,
    )


def paused(status: SyncStatus) -> SyncStatus:
    """Take in that a person wants no exchange now."""
    return replace(status, connection=Connection.PAUSED, share=None, code=None)


def failed(status: SyncStatus) -> SyncStatus:
    """Take in that the exchange broke on our own mistake: nothing is lost, it is tried again."""
    return replace(status, connection=Connection.OFFLINE, share=None)


def stage_of(step: SyncStep) -> int:
    """Give the place of a step among those that are shown; the end is past the last."""
    return len(STAGES) if step is SyncStep.DONE else STAGES.index(_STANDS_AT.get(step, step))


def share_of(progress: SyncProgress) -> float:
    """Give how far the whole exchange is: full steps, and the part of the one in hand."""
    if progress.step is SyncStep.DONE:
        return 1.0
    part = progress.done / progress.total if progress.total else 0.0
    return (stage_of(progress.step) + min(1.0, part)) / len(STAGES)
