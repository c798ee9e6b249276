"""The page of differences over the working window: opened from 今日 or a record, fed by the store thread."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.code_lists import CodeLists
from desktop.deciding.deciding_presenter import DecidingPresenter, Failed, Taken
from desktop.deciding.deciding_view import DecidingView
from desktop.deciding.difference_words import DifferenceWords
from desktop.deciding.differences import DifferentRecord, read_differences
from desktop.desk import Desk
from desktop.error_report import report_error
from desktop.operations.conflicts import decide_conflict, undo_decision
from desktop.operations.edits import Author
from desktop.operations.standing import require_open_records
from desktop.shell.main_window import MainWindow
from resources.words import Words
from store import Store, transaction
from sync.ports import Clock, Entropy

SHOWN_IN_FULL_MS: Final = 30_000


class Deciding(QObject):
    """Opens the page, masks it again in time, and takes it away."""

    decided = Signal(int)
    refused = Signal(object)  # an exception: it could not be taken back

    def __init__(self, desk: Desk, window: MainWindow, words: Words) -> None:
        super().__init__()
        self._desk, self._window, self._words = desk, window, words
        self._lists = CodeLists(words.language)
        self.view: DecidingView | None = None
        self._presenter: DecidingPresenter | None = None
        self._sitting: object = None
        self._record_id: str | None = None
        self._undoable: tuple[str, ...] = ()  # what the toast offers to take back
        window.toast.undo_chosen.connect(self._undo)
        self._masks = QTimer(self)
        self._masks.setSingleShot(True)
        self._masks.setInterval(SHOWN_IN_FULL_MS)
        self._masks.timeout.connect(self._mask)
        desk.news_arrived.connect(lambda _news: self._look_again())

    def open(self, record_id: str | None = None) -> None:
        """Show what waits, of one record or of all."""
        self.leave()
        self._record_id, view = record_id, DecidingView(self._words)
        sitting = object()  # whoever has left it, or sits over another record, hears nothing of it
        self._sitting = sitting
        presenter = DecidingPresenter(
            view,
            words=self._difference_words,
            read=partial(self._read, sitting),
            decide=partial(self._decide, sitting),
            decided=self._tell,
            report=partial(report_error, words=self._words, entropy=self._desk.entropy),
            now_ms=self._desk.clock.now_ms,
        )
        view.side_chosen.connect(presenter.choose)
        view.all_chosen.connect(lambda are_mine: presenter.choose_all(are_mine=are_mine))
        view.explained.connect(presenter.explain)
        view.reveal_chosen.connect(self._reveal)
        view.confirmed.connect(presenter.confirm)
        view.left.connect(self.leave)
        self.view, self._presenter = view, presenter
        self._window.show_full_screen_task(view)
        presenter.refresh()

    def leave(self) -> None:
        """Go back to where the page was opened; what was not confirmed goes on waiting."""
        view, self.view, self._presenter, self._sitting = self.view, None, None, None
        self._masks.stop()
        if view is not None and self._window.leave_full_screen_task() is not None:
            view.deleteLater()

    def lock(self) -> None:
        """Offer nobody who opens the door to take back what was decided before."""
        if self._undoable:
            self._undoable = ()
            self._window.toast.hide()

    def _read(
        self,
        sitting: object,
        *,
        done: Callable[[tuple[DifferentRecord, ...]], None],
        failed: Failed,
    ) -> None:
        wall_ms, record_id = self._desk.clock.now_ms(), self._record_id

        def read(store: Store) -> tuple[DifferentRecord, ...]:
            require_open_records(store, wall_ms=wall_ms)
            return read_differences(store, record_id)

        def answer(found: tuple[DifferentRecord, ...]) -> None:
            if self._sitting is sitting:
                done(found)

        def refuse(error: Exception) -> None:
            if self._sitting is sitting:
                done(())
                failed(error)

        self._desk.run(read, done=answer, failed=refuse)

    def _decide(
        self, sitting: object, sides: Sequence[Taken], *, done: Callable[[int], None], failed: Failed
    ) -> None:
        author = self._author()
        if author is None:
            return
        decide = partial(
            _decide_all, sides=sides, author=author, clock=self._desk.clock, entropy=self._desk.entropy
        )

        def written(count: int) -> None:
            self._undoable = tuple(one.side.conflict_id for one in sides)
            if self._sitting is sitting:
                done(count)
            else:
                self._tell(count)

        def not_written(error: Exception) -> None:
            (failed if self._sitting is sitting else self.refused.emit)(error)

        self._desk.run(decide, done=written, failed=not_written)

    def _tell(self, count: int) -> None:
        undo = self._words.text("screens.differences.undo")
        self._window.toast.say(self._words.count("screens.differences.decided", count), undo=undo)
        self._desk.refresh()
        self.decided.emit(count)

    def _undo(self) -> None:
        """Change back what the toast named; whoever pressed it may choose again."""
        author, names = self._author(), self._undoable
        self._undoable = ()
        if author is None or not names:
            return
        undo = partial(
            _undo_all, names=names, author=author, clock=self._desk.clock, entropy=self._desk.entropy
        )
        self._desk.run(undo, done=self._tell_undone, failed=self.refused.emit)

    def _tell_undone(self, _count: int) -> None:
        self._window.toast.say(self._words.text("screens.differences.undone"), icon="undo-2")
        self._desk.refresh()
        self._look_again()

    def _author(self) -> Author | None:
        membership = self._desk.news.membership if self._desk.news else None
        return None if membership is None else Author(self._desk.operator, membership.identity.device_id)

    def _reveal(self, record_id: str) -> None:
        if self._presenter is not None:
            self._presenter.reveal(record_id)
            self._masks.start()

    def _mask(self) -> None:
        if self._presenter is not None:
            self._presenter.mask()

    def _look_again(self) -> None:
        if self._presenter is not None:
            self._presenter.refresh()

    def _difference_words(self) -> DifferenceWords:
        news = self._desk.news
        own = news.membership.identity.device_id if news and news.membership else ""
        devices = news.registry.devices if news and news.registry else ()
        names = {str(one.device_id): one.name for one in devices}
        return DifferenceWords(self._words, self._lists, own, names)


def _decide_all(
    store: Store, *, sides: Sequence[Taken], author: Author, clock: Clock, entropy: Entropy
) -> int:
    """Take all these sides or none."""
    with transaction(store):
        for one in sides:
            decide_conflict(
                store,
                one.side.conflict_id,
                one.side.choice,
                author=author,
                clock=clock,
                entropy=entropy,
                reason=one.reason,
            )
    return len(sides)


def _undo_all(store: Store, *, names: Sequence[str], author: Author, clock: Clock, entropy: Entropy) -> int:
    """Take back all of these decisions or none."""
    with transaction(store):
        for name in names:
            undo_decision(store, name, author=author, clock=clock, entropy=entropy)
    return len(names)
