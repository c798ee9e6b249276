"""The pages 今日, 任务 and 同步, put together and fed from the same news."""

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.exchange.exchange_page import HeroAct
from desktop.exchange.exchange_presenter import DeviceMembership, ExchangePresenter
from desktop.exchange.exchange_view import ExchangeView
from desktop.news import News
from desktop.operations.casework import TaskCard
from desktop.operations.exchange import QueueRow
from desktop.pages.carrying import CourierPages
from desktop.places import realm_place
from desktop.settings.update_words import say_update_in_passing
from desktop.shell.sync_indicator import SyncStatus
from desktop.tasks.rounds import Rounds
from desktop.tasks.rounds_view import RoundsView
from desktop.tasks.tasks_presenter import TasksPresenter
from desktop.tasks.tasks_view import TasksView
from desktop.today.today_page import DIFFERENCES, RETURNED
from desktop.today.today_presenter import TodayPresenter
from desktop.today.today_view import TodayView
from desktop.updating import UpdateState
from resources.words import Words
from store.returned_work import put_aside
from sync.progress import SyncProgress


class WorkingDay(QObject):
    """Three pages that tell the same story: what is due, what was done, how far it came."""

    collect_wanted = Signal(str)  # a person's id
    correction_wanted = Signal(str)  # the form that came back
    verify_wanted = Signal(str, str)  # a person's id, and the task
    draft_wanted = Signal(str)
    differences_wanted = Signal()
    page_wanted = Signal(str)

    def __init__(self, desk: Desk, words: Words, *, operator: str, place: str) -> None:
        super().__init__()
        self._desk, self._words, self._place = desk, words, place
        self._tasks_by_id: dict[str, TaskCard] = {}
        self._work_by_id: dict[str, QueueRow] = {}
        self.today = TodayView(words)
        self.tasks = TasksView(words)
        self.houses = RoundsView(words)
        self.rounds = Rounds(desk, words, self.houses)
        self.exchange = ExchangeView(words)
        self._today = TodayPresenter(self.today, clock=desk.clock, words=words)
        self._tasks = TasksPresenter(
            self.tasks,
            clock=desk.clock,
            words=words,
            open_task=self._open_task,
            verify_task=self._verify_task,
        )
        self._exchange = ExchangePresenter(self.exchange, clock=desk.clock, words=words)
        self._courier = CourierPages(desk, self.exchange, words)
        self._connect()
        self.greet(operator, place=place)

    def greet(self, operator: str, *, place: str) -> None:
        """Speak to whoever works here, and of the place of this computer; a new beginning may change both."""
        self._place = place
        self._today.greet(operator, place=place)

    def show_news(self, news: News) -> None:
        self._tasks_by_id = {task.id: task for task in news.tasks}
        self._today.show_day(news.day)
        self._tasks.show_tasks(news.tasks)
        if self.houses.isVisible():
            self.rounds.presenter.refresh()
        self._work_by_id = {row.id: row for row in news.queue}
        self._exchange.show_queue(news.queue)
        if self._desk.meter is not None:
            self._exchange.show_traffic(self._desk.meter.now())
        if news.membership is not None:
            self._exchange.show_membership(
                DeviceMembership(
                    platform=self._platform(news.membership.realm),
                    device=news.membership.identity.device_id[:8],
                    area=self._place,
                    trusted_until_ms=news.registry.expires_ms if news.registry is not None else None,
                )
            )

    def _platform(self, realm: str) -> str:
        product = self._words.text("screens.shell.product")
        return self._words.text("screens.program.platform", product=product, place=realm_place(realm))

    def show_update(self, state: UpdateState) -> None:
        self._today.show_update(say_update_in_passing(state, self._words))

    def show_status(self, status: SyncStatus, progress: SyncProgress | None) -> None:
        self._today.show_sync(status)
        self._exchange.show_status(status, progress)

    def _connect(self) -> None:
        self._desk.news_arrived.connect(self.show_news)
        self._desk.status_changed.connect(self.show_status)
        self.today.task_chosen.connect(self._do_task)
        self.today.draft_chosen.connect(self.draft_wanted)
        self.today.all_tasks_chosen.connect(lambda: self.page_wanted.emit("tasks"))
        self.today.doubts_chosen.connect(lambda: self.page_wanted.emit("tasks"))
        self.today.unsent_chosen.connect(lambda: self.page_wanted.emit("sync"))
        self.today.drafts_chosen.connect(lambda: self.page_wanted.emit("records"))
        self.today.sync_chosen.connect(self._desk.sync)
        self.today.notice_act_chosen.connect(self._desk.sync)
        self.tasks.chosen.connect(self._tasks.choose)
        self.tasks.act_chosen.connect(lambda is_verifying: self._tasks.act(is_verifying=is_verifying))
        self.tasks.first_act_chosen.connect(self._tasks.act_first)
        self.tasks.village_chosen.connect(self._tasks.choose_village)
        self.rounds.collect_wanted.connect(self.collect_wanted)
        self.exchange.act_chosen.connect(self._act)
        self.exchange.retry_chosen.connect(self._desk.sync)
        self.exchange.fix_chosen.connect(self._mend)
        self.exchange.aside_chosen.connect(self._put_aside)

    def _do_task(self, task_id: str) -> None:
        """Do what a task on the page of the day asks for: a doubt is verified, anything else is filled."""
        task = self._tasks_by_id.get(task_id)
        if task_id == RETURNED:
            self.page_wanted.emit("sync")
        elif task_id == DIFFERENCES:
            self.differences_wanted.emit()
        elif task is not None and task.rule_id and task.subject_kind == "person":
            self._verify_task(task_id)
        else:
            self._open_task(task_id)

    def _open_task(self, task_id: str) -> None:
        task = self._tasks_by_id.get(task_id)
        if task is not None and task.subject_kind == "person":
            self.collect_wanted.emit(task.subject_id)
        elif task is not None:
            self.page_wanted.emit("rounds" if task.subject_kind == "household" else "records")

    def _verify_task(self, task_id: str) -> None:
        task = self._tasks_by_id.get(task_id)
        if task is not None and task.subject_kind == "person":
            self.verify_wanted.emit(task.subject_id, task_id)

    def _mend(self, work_id: str) -> None:
        """Open what came back where it can be put right: the form; of a change, its person or the records.

        While records are closed nothing of what was filled is shown; the form about the person begins empty.
        """
        work = self._work_by_id.get(work_id)
        if work is not None and work.form_id and self._desk.shows_records():
            self.correction_wanted.emit(work_id)
        elif work is not None and work.subject_id is not None and work.subject_id.startswith("p-"):
            self.collect_wanted.emit(work.subject_id)
        else:
            self.page_wanted.emit("records")

    def _put_aside(self, work_id: str) -> None:
        """Keep that a person knows of what came back; it stays in the list, and is counted no more."""
        at_ms = self._desk.clock.now_ms()
        self._desk.run(
            lambda store: put_aside(store, work_id, at_ms=at_ms), done=lambda _: self._desk.refresh()
        )

    def _act(self, act: str) -> None:
        match HeroAct(act):
            case HeroAct.SYNC:
                self._desk.sync()
            case HeroAct.PAUSE:
                self._desk.pause_sync()
            case HeroAct.RESUME:
                self._desk.resume_sync()
            case HeroAct.LOOK:
                self.exchange.look_at_returned()
