"""From the request to the first records, told as it happens; knows no widgets.

It hears what the exchange says and what the replica holds, and makes one page of it. As
soon as the platform has let this computer in, the person may go to work: records that
still come are taken in meanwhile.
"""

from dataclasses import dataclass, replace
from typing import Final

from desktop.enrolment.wizard_page import FillAct, FillPage, FillStage, StepState
from resources.words import Words
from sync.errors import EnrolmentPendingError
from sync.joining_refused import JoinRefusal
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep

_STAGES: Final = ("asked", "admitted", "received", "settled")
_PATIENCE: Final = 20  # answers "not yet" before it is said that a person may be needed


@dataclass(frozen=True, slots=True)
class Arrived:
    """What this computer holds so far."""

    households: int = 0
    persons: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything heard so far."""

    is_posted: bool = False
    is_admitted: bool = False
    is_receiving: bool = False  # the first envelopes are coming
    is_complete: bool = False
    done: int = 0
    total: int = 0
    refusals: int = 0
    trouble: str | None = None  # a code
    is_offline: bool = False
    arrived: Arrived = Arrived()


class FillPresenter:
    """`page()` is the last step as it stands now."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._known = _Known()

    @property
    def is_admitted(self) -> bool:
        return self._known.is_admitted

    def posting(self) -> None:
        """Begin anew with a request."""
        self._known = _Known()

    def admitted(self) -> None:
        self._known = replace(self._known, is_posted=True, is_admitted=True, trouble=None, is_offline=False)

    def completed(self) -> None:
        """Take in that all there was has come."""
        self._known = replace(self._known, is_complete=True, trouble=None, is_offline=False)

    def arrived(self, arrived: Arrived) -> None:
        self._known = replace(self._known, arrived=arrived)

    def progress(self, progress: SyncProgress) -> None:
        if self._is_refused():
            return  # the city has said its last word about this request
        known = replace(self._known, trouble=None, is_offline=False)
        if progress.step is SyncStep.IDENTITY:
            known = replace(known, is_posted=True)
        elif progress.step in (SyncStep.FIRST_FILL, SyncStep.DOWNLOAD, SyncStep.SETTLE):
            known = replace(known, is_receiving=True, done=progress.done, total=progress.total)
        self._known = known

    def ended(self, outcome: SyncOutcome) -> None:
        known = self._known
        if outcome.code == EnrolmentPendingError.code:
            self._known = replace(known, is_posted=True, refusals=known.refusals + 1)
        elif outcome.state is SyncState.OFFLINE:
            self._known = replace(known, trouble=outcome.code, is_offline=True)
        elif outcome.state is SyncState.REFUSED:
            is_judged = known.is_posted or outcome.code in tuple(JoinRefusal)
            self._known = replace(known, is_posted=is_judged, trouble=outcome.code, is_offline=False)

    def page(self) -> FillPage:
        known = self._known
        return FillPage(
            title=self._title(),
            quiet=self._quiet(),
            share=self._share(),
            stages=self._stages(),
            figures=self._figures(),
            trouble=self._trouble(),
            is_refused=self._is_refused(),
            acts=_acts(known),
        )

    def _is_refused(self) -> bool:
        return self._known.trouble in tuple(JoinRefusal)

    def _title(self) -> str:
        known, text = self._known, self._words.text
        if self._is_refused():
            return self._words.error(known.trouble or "").title
        if known.is_complete:
            return text("screens.enrolment.fill_complete")
        if known.is_admitted:
            return text("screens.enrolment.fill_receiving")
        return text("screens.enrolment.fill_waiting" if known.is_posted else "screens.enrolment.fill_asking")

    def _quiet(self) -> str:
        known, text = self._known, self._words.text
        if self._is_refused():
            return text("screens.enrolment.refused_quiet")
        if known.is_complete:
            return text("screens.enrolment.fill_complete_quiet")
        if known.is_admitted:
            return text("screens.enrolment.fill_receiving_quiet")
        if known.is_posted and known.refusals >= _PATIENCE:
            return text("screens.enrolment.fill_long_wait_quiet")
        return text(
            "screens.enrolment.fill_waiting_quiet"
            if known.is_posted
            else "screens.enrolment.fill_asking_quiet"
        )

    def _reached(self) -> int:
        known = self._known
        if known.is_complete:
            return len(_STAGES)
        if known.is_admitted:
            return 3 if known.total else 2
        return 1 if known.is_posted else 0

    def _share(self) -> float:
        known, reached = self._known, self._reached()
        part = known.done / known.total if known.is_admitted and known.total else 0.0
        return min(1.0, (reached + min(1.0, part)) / len(_STAGES))

    def _stages(self) -> tuple[FillStage, ...]:
        reached = self._reached()
        return tuple(
            FillStage(self._words.text(f"screens.enrolment.stage_{name}"), _state(place, reached))
            for place, name in enumerate(_STAGES)
        )

    def _figures(self) -> str:
        known, text = self._known, self._words.text
        counted = {"households": known.arrived.households, "persons": known.arrived.persons}
        here = text("screens.enrolment.figures", **counted) if known.arrived != Arrived() else ""
        if not known.is_admitted or known.is_complete or not known.is_receiving:
            return here
        parcels = (
            text("screens.enrolment.parcels_settling", done=known.done, total=known.total)
            if known.total
            else text("screens.enrolment.parcels_coming", done=known.done)
        )
        return f"{parcels} · {here}" if here else parcels

    def _trouble(self) -> str:
        known = self._known
        if known.trouble is None:
            return ""
        told = self._words.error(known.trouble)
        if self._is_refused():
            return self._words.text("screens.enrolment.refused", next_step=told.next_step, code=known.trouble)
        kept = self._words.text("screens.enrolment.offline_kept") if known.is_offline else told.next_step
        return self._words.text("screens.enrolment.trouble", title=told.title, next_step=kept)


def _acts(known: _Known) -> tuple[FillAct, ...]:
    if known.is_admitted:
        return (FillAct.ENTER,)
    if known.is_offline:
        return (FillAct.RETRY, FillAct.OTHER_INVITATION, FillAct.CLOSE)
    if known.trouble in tuple(JoinRefusal):
        return (FillAct.OTHER_INVITATION, FillAct.CLOSE)
    if known.trouble is not None:
        return (FillAct.OTHER_INVITATION, FillAct.RETRY)
    return (FillAct.OTHER_INVITATION, FillAct.CLOSE) if known.refusals >= _PATIENCE else ()


def _state(place: int, reached: int) -> StepState:
    if place == reached:
        return StepState.CURRENT
    return StepState.DONE if place < reached else StepState.AHEAD
