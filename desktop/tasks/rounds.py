"""Puts the rounds together: the register from the store thread, a visit in one commit."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.code_lists import CodeLists
from desktop.desk import Desk
from desktop.form_shelf import FormWithdrawnError
from desktop.form_surroundings import FormSurroundings
from desktop.operations.drafts import submit_draft
from desktop.operations.rounds import Round, read_round
from desktop.operations.standing import require_open_records
from desktop.tasks.rounds_presenter import RoundsPresenter
from desktop.tasks.rounds_view import RoundsView
from desktop.tasks.visiting import Visit, finish_visit
from forms import FormError
from resources.words import Words
from store import Store


class Rounds(QObject):
    """Fed when its page is looked at; after a visit everybody hears the news."""

    collect_wanted = Signal(str)  # a person's id

    def __init__(self, desk: Desk, words: Words, view: RoundsView) -> None:
        super().__init__()
        self._desk = desk
        self._around = FormSurroundings(desk, words, CodeLists(words.language), tell=desk.broken.emit)
        self.presenter = RoundsPresenter(
            view,
            words=words,
            now_ms=desk.clock.now_ms,
            now_s=desk.clock.monotonic_s,
            read=self._read,
            record=self._record,
            recorded=desk.refresh,
            failed=desk.broken.emit,
        )
        view.filter_chosen.connect(self.presenter.choose_filter)
        view.house_chosen.connect(self.presenter.choose)
        view.recorded.connect(lambda met, days: self.presenter.record(met, again_after=days or None))
        view.collect_chosen.connect(self._collect)

    def _collect(self) -> None:
        head = self.presenter.head_at_hand
        if head is not None:
            self.collect_wanted.emit(head)

    def _read(self, *, done: Callable[[Round], None], failed: Callable[[Exception], None]) -> None:
        now_ms = self._desk.clock.now_ms()

        def read(store: Store) -> Round:
            require_open_records(store, wall_ms=now_ms)
            return read_round(store, now_ms=now_ms)

        self._desk.run(read, done=done, failed=failed)

    def _record(self, visit: Visit, *, done: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        entropy = self._desk.entropy
        try:
            finished = finish_visit(visit, self._around, instance_id=entropy.uuid(), draft_id=entropy.uuid())
        except (FormError, FormWithdrawnError) as error:
            failed(error)
            return
        write = partial(
            submit_draft,
            finished=finished,
            author=self._around.author(),
            clock=self._desk.clock,
            entropy=entropy,
        )
        self._desk.run(write, done=lambda _: done(), failed=failed)
