"""Turns the facts of the day into the sentences of the page 今日; knows no widgets."""

from collections.abc import Sequence
from datetime import date

from desktop.components.figure import Figure
from desktop.components.notice import Notice, most_urgent
from desktop.form_shelf import form_title
from desktop.moments import local_time, say_date, say_full_date, say_moment
from desktop.operations.casework import Day, DraftCard, TaskCard
from desktop.shell.sync_indicator import Connection, SyncStatus
from desktop.task_words import card_words
from desktop.today.today_page import (
    DIFFERENCES,
    RETURNED,
    DraftLine,
    EmptyTasks,
    Heading,
    Progress,
    TaskLine,
    TodayScreen,
)
from desktop.tokens import Tone
from resources.words import Words
from sync.ports import Clock

_SHOWN_TASKS = 5
_SHOWN_DRAFTS = 3
_WEEKS_A_MONTH = 4.35


class TodayPresenter:
    """Shows a `Day` whenever it is told one, and the state of the exchange whenever that changes."""

    def __init__(self, screen: TodayScreen, *, clock: Clock, words: Words) -> None:
        self._screen, self._clock, self._words = screen, clock, words
        self._name, self._place = "", ""
        self._day: Day | None = None
        self._status = SyncStatus()
        self._update = ""

    def greet(self, name: str, *, place: str) -> None:
        self._name, self._place = name, place
        self._show_heading()

    def show_day(self, day: Day) -> None:
        self._day = day
        today = self._today()
        self._show_heading()
        self._show_figures(day, today)
        lines = [self._returned_line(day.returned)] if day.returned else []
        if day.differing:
            lines.append(self._difference_line(day.differing, is_next=not lines))
        lines += [
            self._task_line(task, today, is_next=not lines and not n) for n, task in enumerate(day.tasks)
        ]
        self._screen.show_tasks(lines[:_SHOWN_TASKS], empty=self._empty(day))
        self._show_progress(day)
        self._screen.show_drafts([self._draft_line(draft) for draft in day.drafts[:_SHOWN_DRAFTS]])

    def show_sync(self, status: SyncStatus) -> None:
        self._status = status
        self._screen.show_notice(most_urgent(self._notices(status)))

    def show_update(self, sentence: str) -> None:
        """Say one calm thing about a new version, when nothing more urgent has to be said."""
        self._update = sentence
        self.show_sync(self._status)

    def _notices(self, status: SyncStatus) -> list[Notice]:
        text = self._words.text
        if self._day is not None and self._day.closed_code is not None:
            closed = self._words.error(self._day.closed_code)
            act = text("screens.today.refused_act")
            return [Notice(Tone.WARN, "triangle-alert", closed.title, closed.next_step, act, "arrow-right")]
        if status.connection is Connection.REFUSED:
            error = self._words.error(status.code or "unexpected")
            act = text("screens.today.refused_act")
            return [Notice(Tone.WARN, "triangle-alert", error.title, error.next_step, act, "arrow-right")]
        if status.connection is Connection.OFFLINE:
            quiet, act = text("screens.today.offline_quiet"), text("screens.today.offline_act")
            sentence = text("screens.today.offline_sentence")
            return [Notice(Tone.OFF, "cloud-off", sentence, quiet, act, "rotate-cw")]
        return [Notice(Tone.INFO, "info", self._update)] if self._update else []

    def _show_heading(self) -> None:
        now = local_time(self._clock.now_ms())
        part = next(part for hour, part in _PARTS_OF_DAY if now.hour < hour)
        title = self._words.text(f"screens.today.{part}", name=self._given_name())
        full_date = say_full_date(now.date(), words=self._words)
        sentence = f"{full_date} · {self._place}" if self._place else full_date
        has_tasks = self._day is not None and bool(
            self._day.tasks or self._day.differing or self._day.returned
        )
        self._screen.show_heading(Heading(title, sentence, is_scan_next=not has_tasks))

    def _given_name(self) -> str:
        return self._name[1:] if len(self._name) == 3 else self._name

    def _show_figures(self, day: Day, today: date) -> None:
        text = self._words.text
        overdue = sum(1 for task in day.tasks if task.due_on and task.due_on < today)
        due = sum(1 for task in day.tasks if task.due_on == today)
        doubts = [task for task in day.tasks if task.rule_id]
        late_doubts = sum(1 for task in doubts if task.due_on and task.due_on < today)
        self._screen.show_figures(
            tasks=Figure(
                len(day.tasks), text("screens.today.tile_tasks_unit"), *self._due_remark(due, overdue)
            ),
            unsent=Figure(day.unsent, text("screens.today.tile_unsent_unit"), *self._unsent_remark(day)),
            doubts=Figure(
                len(doubts), text("screens.today.tile_doubts_unit"), *self._doubt_remark(doubts, late_doubts)
            ),
            drafts=Figure(len(day.drafts), text("screens.today.tile_drafts_unit"), self._draft_remark(day)),
        )

    def _due_remark(self, due: int, overdue: int) -> tuple[str, Tone]:
        if overdue:
            return self._words.text("screens.today.overdue", count=overdue), Tone.WARN
        if due:
            return self._words.text("screens.today.due_today", count=due), Tone.PRIMARY
        return self._words.text("screens.today.nothing_due"), Tone.OFF

    def _doubt_remark(self, doubts: Sequence[TaskCard], late: int) -> tuple[str, Tone]:
        if doubts:
            return self._due_remark(0, late)
        return self._words.text("screens.today.no_doubts"), Tone.OFF

    def _unsent_remark(self, day: Day) -> tuple[str, Tone]:
        if day.returned:
            return self._words.count("screens.today.returned_remark", day.returned), Tone.WARN
        if not day.unsent:
            return self._words.text("screens.today.nothing_waiting"), Tone.OFF
        oldest = self._moment(day.oldest_unsent_ms)
        return self._words.text("screens.today.oldest", moment=oldest), Tone.OFF

    def _draft_remark(self, day: Day) -> str:
        if not day.drafts:
            return self._words.text("screens.today.nothing_begun")
        return self._words.text("screens.today.last_draft", moment=self._moment(day.drafts[0].saved_at_ms))

    def _returned_line(self, pieces: int) -> TaskLine:
        sentence = self._words.count("screens.today.returned", pieces)
        return self._waiting_line(RETURNED, sentence, icon="undo-2", act="act_continue", is_next=True)

    def _difference_line(self, records: int, *, is_next: bool) -> TaskLine:
        sentence = self._words.count("screens.today.differences", records)
        icon = "git-compare-arrows"
        return self._waiting_line(DIFFERENCES, sentence, icon=icon, act="act_decide", is_next=is_next)

    def _waiting_line(self, kind: str, sentence: str, *, icon: str, act: str, is_next: bool) -> TaskLine:
        """Say what waits for a person beside the tasks; its words are named after its kind."""
        text = self._words.text
        return TaskLine(
            id=kind,
            title=sentence,
            detail=text(f"screens.today.{kind}_detail"),
            icon=icon,
            tone=Tone.WARN,
            due=text(f"screens.today.{kind}_chip"),
            due_tone=Tone.WARN,
            act=text(f"screens.today.{act}"),
            is_next=is_next,
        )

    def _task_line(self, task: TaskCard, today: date, *, is_next: bool) -> TaskLine:
        due, due_tone = self._due_chip(task.due_on, today)
        text = self._words.text
        said = card_words(task, language=self._words.language)
        title = text("screens.today.task_title", title=said.title, subject=task.subject)
        is_doubt = bool(task.rule_id)
        return TaskLine(
            id=task.id,
            title=title if task.subject else said.title,
            # Where to go first: what does not fit is cut at its end.
            detail=" · ".join(part for part in (task.address, said.explanation) if part),
            icon="triangle-alert" if is_doubt else "footprints",
            tone=Tone.WARN if is_doubt else Tone.PRIMARY,
            due=due,
            due_tone=due_tone,
            act=text("screens.today.act_verify" if is_doubt else "screens.today.act_continue"),
            is_next=is_next,
        )

    def _due_chip(self, due_on: date | None, today: date) -> tuple[str, Tone]:
        text = self._words.text
        if due_on is None:
            return text("screens.today.due_chip_none"), Tone.OFF
        if due_on < today:
            return self._words.count("screens.today.days_late", (today - due_on).days), Tone.DANGER
        if due_on == today:
            return text("screens.today.due_chip_today"), Tone.WARN
        return text("screens.today.due_chip_later", date=say_date(due_on, words=self._words)), Tone.OFF

    def _empty(self, day: Day) -> EmptyTasks:
        text = self._words.text
        if day.closed_code is not None:
            closed = self._words.error(day.closed_code)
            return EmptyTasks(closed.title, closed.next_step, "")
        if day.progress.households == 0:
            act = text("screens.today.first_empty_act")
            quiet = text("screens.today.first_empty_quiet")
            return EmptyTasks(text("screens.today.first_empty"), quiet, act)
        return EmptyTasks(text("screens.today.empty"), text("screens.today.empty_quiet"), "")

    def _show_progress(self, day: Day) -> None:
        progress, text = day.progress, self._words.text
        weekly_goal = progress.households / _WEEKS_A_MONTH
        self._screen.show_progress(
            Progress(
                share=_share(progress.visited, progress.households),
                figures=text(
                    "screens.today.progress_figures", visited=progress.visited, households=progress.households
                ),
                week_share=_share(progress.visited_this_week, weekly_goal),
                week=self._words.count("screens.today.this_week_figure", progress.visited_this_week),
                complete_share=_share(progress.complete, progress.persons),
                complete=f"{round(100 * _share(progress.complete, progress.persons))}%",
            )
        )

    def _draft_line(self, draft: DraftCard) -> DraftLine:
        subject = draft.subject or self._words.text("screens.today.unknown_subject")
        return DraftLine(
            id=draft.id,
            subject=subject,
            title=f"{subject} · {form_title(draft.form_id, self._words, named=draft.form_name)}",
            detail=self._words.text("screens.today.draft_detail", moment=self._moment(draft.saved_at_ms)),
            act=self._words.text("screens.today.resume"),
        )

    def _moment(self, at_ms: int | None) -> str:
        return say_moment(at_ms, now_ms=self._clock.now_ms(), words=self._words)

    def _today(self) -> date:
        return local_time(self._clock.now_ms()).date()


_PARTS_OF_DAY = (
    (5, "night"),
    (8, "early"),
    (11, "morning"),
    (13, "noon"),
    (18, "afternoon"),
    (23, "evening"),
    (24, "night"),
)


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole else 0.0
