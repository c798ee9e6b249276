"""Turns the state of the exchange and the queue into the sentences of the page 同步; knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.exchange.delivery_steps import delivery_steps
from desktop.exchange.exchange_page import (
    ExchangeScreen,
    Fact,
    Hero,
    HeroAct,
    QueueLine,
    Stage,
    StageState,
)
from desktop.exchange.sync_state import STAGES, stage_of
from desktop.form_shelf import form_title
from desktop.moments import local_time, say_date, say_moment
from desktop.operations.exchange import QueueRow
from desktop.shell.sync_indicator import Connection, SyncStatus
from desktop.tokens import Tone
from desktop.traffic import Traffic
from resources.words import Words
from store.attachment_sending import AttachmentState
from store.outbox import DeliveryState
from sync.ports import Clock
from sync.progress import SyncProgress, SyncStep

_KILOBYTE: Final = 1024
_TONES: Final = {
    DeliveryState.APPLIED: Tone.OK,
    DeliveryState.CHECKED: Tone.OK,
    DeliveryState.DELIVERED: Tone.PRIMARY,
    DeliveryState.RETURNED: Tone.DANGER,
}
_RETRIED: Final = (DeliveryState.QUEUED, DeliveryState.SEALED)
_HERO_LOOKS: Final = {
    Connection.NEVER: ("cloud-upload", Tone.OFF),
    Connection.RUNNING: ("cloud-upload", Tone.PRIMARY),
    Connection.OFFLINE: ("cloud-off", Tone.OFF),
    Connection.OK: ("cloud-check", Tone.OK),
    Connection.REFUSED: ("triangle-alert", Tone.WARN),
    Connection.PAUSED: ("clock", Tone.OFF),
}


@dataclass(frozen=True, slots=True)
class DeviceMembership:
    """What this computer is a member of, as far as it may be shown."""

    platform: str
    device: str
    area: str
    trusted_until_ms: int | None = None  # when the platform's list of members has to be renewed


class ExchangePresenter:
    """Shows status, progress and queue as they come; it starts nothing itself."""

    def __init__(self, screen: ExchangeScreen, *, clock: Clock, words: Words) -> None:
        self._screen, self._clock, self._words = screen, clock, words
        self._status = SyncStatus()
        self._progress: SyncProgress | None = None
        self._membership: DeviceMembership | None = None
        self._is_waiting = False
        self._show_status()
        self.show_traffic(Traffic())

    def show_status(self, status: SyncStatus, progress: SyncProgress | None = None) -> None:
        self._status = status
        if status.connection is Connection.RUNNING:
            self._progress = progress or self._progress
        else:
            self._progress = None
        self._show_status()

    def show_queue(self, rows: Sequence[QueueRow]) -> None:
        """Show first what waits for a person, then what still travels, then what has ended."""
        ordered = sorted(rows, key=_pressing)
        unfinished = sum(1 for row in rows if row.needs_person or row.state not in _ENDED)
        count = self._words.count("screens.exchange.queue_count", unfinished) if unfinished else ""
        self._is_waiting = any(row.state in _RETRIED or _has_files_waiting(row) for row in rows)
        self._screen.show_queue([self._line(row) for row in ordered], count=count)
        self._offer_retry()

    def show_membership(self, membership: DeviceMembership | None) -> None:
        self._membership = membership
        self._show_facts()

    def show_traffic(self, traffic: Traffic) -> None:
        """Show what was sent and received; the sizes are of what passed, not of what was meant."""
        text = self._words.text
        day = text("screens.exchange.traffic", up=_size(traffic.day_up), down=_size(traffic.day_down))
        month = text("screens.exchange.traffic", up=_size(traffic.month_up), down=_size(traffic.month_down))
        self._screen.show_traffic(
            [
                Fact(text("screens.exchange.traffic_day"), day),
                Fact(text("screens.exchange.traffic_month"), month),
            ]
        )

    def _show_status(self) -> None:
        self._screen.show_hero(self._hero())
        self._screen.show_stages(self._stages())
        self._show_facts()
        self._offer_retry()

    def _offer_retry(self) -> None:
        is_quiet = self._status.connection not in (Connection.RUNNING, Connection.PAUSED)
        self._screen.offer_retry(is_offered=is_quiet and self._is_waiting)

    def _hero(self) -> Hero:
        status, text = self._status, self._words.text
        icon, tone = _HERO_LOOKS[status.connection]
        title, quiet = self._hero_words()
        act = _ACTS.get(status.connection, HeroAct.SYNC)
        if status.returned and status.connection in _YIELDING:
            icon, tone, act = "triangle-alert", Tone.WARN, HeroAct.LOOK
            title, quiet = self._returned_words(quiet)
        key = _ACT_WORDS[act]
        is_complete = status.connection is Connection.OK and not status.unsent
        share = 1.0 if is_complete else status.share or 0.0
        return Hero(title, quiet, icon, tone, share, act, text(f"screens.exchange.{key}"))

    def _hero_words(self) -> tuple[str, str]:
        status, text = self._status, self._words.text
        match status.connection:
            case Connection.RUNNING:
                return self._running_title(), text("screens.exchange.hero_running_quiet")
            case Connection.OK if status.unsent:
                title = text("screens.exchange.hero_waiting", count=status.unsent)
                return title, text("screens.exchange.hero_waiting_quiet")
            case Connection.OK:
                moment = self._moment(status.last_success_ms)
                return text("screens.exchange.hero_ok"), text("screens.exchange.hero_ok_quiet", moment=moment)
            case Connection.REFUSED:
                error = self._words.error(status.code or "unexpected")
                return error.title, f"{error.explanation} {error.next_step}"
            case Connection.OFFLINE:
                return text("screens.exchange.hero_offline"), text("screens.exchange.hero_offline_quiet")
            case Connection.PAUSED:
                return text("screens.exchange.hero_paused"), text("screens.exchange.hero_paused_quiet")
            case Connection.NEVER:
                return text("screens.exchange.hero_never"), text("screens.exchange.hero_never_quiet")

    def _returned_words(self, quiet: str) -> tuple[str, str]:
        """Say what came back; how the connection stands comes after it, unless all is well with it."""
        status, text = self._status, self._words.text
        title = self._words.count("screens.exchange.hero_returned", status.returned)
        said = text("screens.exchange.hero_returned_quiet")
        if status.connection is Connection.OK and not status.unsent:
            return title, said
        return title, text("screens.exchange.hero_returned_besides", said=said, quiet=quiet)

    def _running_title(self) -> str:
        progress = self._progress
        if progress is None:
            return self._words.text("screens.exchange.hero_running")
        if progress.step is SyncStep.FIRST_FILL:
            return self._words.text("screens.exchange.hero_first_fill")
        title = _COUNTED.get(progress.step)
        if title is not None and progress.total:
            return self._words.text(title, done=progress.done, total=progress.total)
        return self._words.text("screens.exchange.hero_running")

    def _stages(self) -> list[Stage]:
        reached = self._reached()
        return [
            Stage(self._words.text(f"screens.exchange.step_{step}"), _stage_state(place, reached))
            for place, step in enumerate(STAGES)
        ]

    def _reached(self) -> int:
        """Give the place of the step in hand: before the first, or past the last."""
        if self._status.connection is Connection.OK:
            return len(STAGES)
        if self._progress is None:
            return 0 if self._status.connection is Connection.RUNNING else -1
        return stage_of(self._progress.step)

    def _line(self, row: QueueRow) -> QueueLine:
        text = self._words.text
        subject = row.subject or text("screens.today.unknown_subject")
        waiting_since = row.times.get(DeliveryState.QUEUED)
        detail = text(
            "screens.exchange.row_detail",
            size=_size(row.size_bytes),
            moment=self._moment(waiting_since),
        )
        if row.receipt and DeliveryState.DELIVERED in row.times:
            detail += text("screens.exchange.row_receipt", receipt=row.receipt)
        if row.files:
            done = sum(one.state is AttachmentState.APPLIED for one in row.files)
            detail += text("screens.exchange.row_files", done=done, total=len(row.files))
        return QueueLine(
            id=row.id,
            title=f"{subject} · {self._form_title(row)}",
            detail=detail,
            steps=delivery_steps(row.state, row.times, words=self._words),
            tone=_TONES.get(row.state, Tone.OFF) if row.needs_person or not _came_back(row) else Tone.OFF,
            trouble=self._trouble(row) if row.needs_person else "",
            wait=self._wait(row),
            act=text("screens.exchange.row_fix") if row.needs_person else "",
            aside=text("screens.exchange.row_aside") if row.needs_person else "",
        )

    def _trouble(self, row: QueueRow) -> str:
        returned = [one.code for one in row.files if one.state is AttachmentState.RETURNED]
        code = row.code if row.state is DeliveryState.RETURNED else next(iter(returned), None)
        error = self._words.error(code or "unexpected")
        return self._words.text("screens.exchange.row_returned", title=error.title, next_step=error.next_step)

    def _wait(self, row: QueueRow) -> str:
        """Say what the city has set aside, and what was dealt with: nothing is asked of the officer."""
        if _came_back(row) and not row.needs_person:
            return self._words.text("screens.exchange.row_dealt_with")
        if row.state is not DeliveryState.CHECKED or row.code is None:
            return ""
        error = self._words.error(row.code)
        return self._words.text(
            "screens.exchange.row_waits", title=error.title, explanation=error.explanation
        )

    def _form_title(self, row: QueueRow) -> str:
        if not row.form_id:
            return self._words.text("screens.forms.change")
        return form_title(row.form_id, self._words, named=row.form_name)

    def _show_facts(self) -> None:
        text, member = self._words.text, self._membership
        platform = member.platform if member else text("screens.exchange.platform_unknown")
        facts = [
            Fact(text("screens.exchange.platform"), platform),
            Fact(text("screens.exchange.last_success"), self._moment(self._status.last_success_ms)),
        ]
        if member:
            facts.insert(1, Fact(text("screens.exchange.area"), member.area))
            if member.trusted_until_ms is not None:
                day = say_date(local_time(member.trusted_until_ms).date(), words=self._words)
                facts.append(Fact(text("screens.exchange.trusted"), text("screens.exchange.until", day=day)))
            facts.append(Fact(text("screens.exchange.device"), member.device))
        self._screen.show_facts(facts)

    def _moment(self, at_ms: int | None) -> str:
        return say_moment(at_ms, now_ms=self._clock.now_ms(), words=self._words)


_COUNTED: Final = {
    SyncStep.UPLOAD: "screens.exchange.hero_uploading",
    SyncStep.ATTACHMENTS: "screens.exchange.hero_attachments",
}
_ACTS: Final = {Connection.RUNNING: HeroAct.PAUSE, Connection.PAUSED: HeroAct.RESUME}
_ACT_WORDS: Final = {
    HeroAct.SYNC: "sync_now",
    HeroAct.PAUSE: "pause",
    HeroAct.RESUME: "resume",
    HeroAct.LOOK: "look_at_returned",
}
# What came back is said first then; a running, paused or refused exchange keeps its own act.
_YIELDING: Final = (Connection.NEVER, Connection.OFFLINE, Connection.OK)
_ENDED: Final = (DeliveryState.APPLIED, DeliveryState.RETURNED)
_PRESSING: Final = {
    DeliveryState.QUEUED: 1,
    DeliveryState.SEALED: 1,
    DeliveryState.DELIVERED: 2,
    DeliveryState.CHECKED: 3,
    DeliveryState.APPLIED: 4,
    DeliveryState.RETURNED: 4,
}


def _pressing(row: QueueRow) -> int:
    return 0 if row.needs_person else _PRESSING[row.state]


def _came_back(row: QueueRow) -> bool:
    is_file_back = any(one.state is AttachmentState.RETURNED for one in row.files)
    return is_file_back or row.state is DeliveryState.RETURNED


def _stage_state(place: int, reached: int) -> StageState:
    if place == reached:
        return StageState.CURRENT
    return StageState.DONE if place < reached else StageState.AHEAD


def _has_files_waiting(row: QueueRow) -> bool:
    return any(one.state in (AttachmentState.WAITING, AttachmentState.SEALED) for one in row.files)


def _size(count: int) -> str:
    if count == 0:
        return "0"
    if count < _KILOBYTE * _KILOBYTE:
        return f"{max(1, round(count / _KILOBYTE))} KB"
    return f"{count / _KILOBYTE / _KILOBYTE:.1f} MB"
