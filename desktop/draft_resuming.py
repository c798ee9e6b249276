"""From a draft on the disk to a session to go on with: in its own version, or moved when somebody says so.

Where the form has another version by now, a page offers it with what would become of every
answer. The draft is as it was until that page is answered.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.form_entry.draft_document import DraftDocument, read_document
from desktop.form_entry.draft_move import say_move
from desktop.form_entry.form_page import form_language
from desktop.form_entry.move_view import MoveView
from desktop.form_shelf import FormWithdrawnError
from desktop.form_surroundings import FormSurroundings
from desktop.shell.main_window import MainWindow
from forms import FormDefinition, FormError, FormSession
from store import Draft, StoredRecord, read_draft_files


@dataclass(frozen=True, slots=True)
class ReadyDraft:
    """A draft with the session to go on with; a moved one is kept at once in the place of the old."""

    draft: Draft
    person: StoredRecord | None
    session: FormSession
    kept: DraftDocument
    is_moved: bool = False


class DraftResuming(QObject):
    """Lives as long as the program; shows at most one offer."""

    ready = Signal(object)  # ReadyDraft
    refused = Signal(object)  # an exception: the draft stays where it is

    def __init__(self, around: FormSurroundings, window: MainWindow) -> None:
        super().__init__()
        self._around, self._window = around, window
        self.view: MoveView | None = None

    def resume(self, draft: Draft, person: StoredRecord | None) -> None:
        """Go on, or ask first which version to go on with."""
        try:
            kept = read_document(draft.document, read_draft_files(self._around.reader(), draft.id))
            newest = self._newest_beside(draft)
            own = self._own_session(draft, kept, is_needed=newest is None)
            if newest is not None:
                self._offer(draft, person, kept, own=own, newest=newest)
            elif own is not None:
                self.ready.emit(ReadyDraft(draft, person, own, kept))
        except (FormError, FormWithdrawnError) as error:
            self.refused.emit(error)

    def leave(self) -> None:
        """Take the offer away unanswered."""
        view, self.view = self.view, None
        if view is not None and self._window.leave_full_screen_task() is not None:
            view.deleteLater()

    def _newest_beside(self, draft: Draft) -> FormDefinition | None:
        """Give the version a form is begun with now, if it is not the draft's own."""
        try:
            newest = self._around.shelf().newest(draft.form_id)
        except FormWithdrawnError:
            return None
        return None if newest.version == draft.form_version else newest

    def _own_session(self, draft: Draft, kept: DraftDocument, *, is_needed: bool) -> FormSession | None:
        """Resume in the draft's own version; None where a newer program no longer carries it."""
        definition = self._around.shelf().pinned(draft.form_id, draft.form_version)
        if definition.version != draft.form_version and not is_needed:
            return None
        clock, device = self._around.clock(), self._around.device()
        return self._in_our_language(FormSession.resume(definition, kept.session, clock=clock, device=device))

    def _offer(
        self,
        draft: Draft,
        person: StoredRecord | None,
        kept: DraftDocument,
        *,
        own: FormSession | None,
        newest: FormDefinition,
    ) -> None:
        clock, device = self._around.clock(), self._around.device()
        moved, found = FormSession.move(newest, kept.session, clock=clock, device=device)
        self._in_our_language(moved)
        offer = say_move(
            moved,
            found,
            kept,
            former=() if own is None else (own,),
            is_withdrawn=self._around.shelf().is_withdrawn(draft.form_id, draft.form_version),
            words=self._around.words,
        )
        view = self.view = MoveView(self._around.header(person, moved), offer, self._around.words)
        view.left.connect(self.leave)
        if own is not None:
            view.kept.connect(self._answered_with(ReadyDraft(draft, person, own, kept)))
        document = replace(kept, session=moved.save())
        view.moved.connect(self._answered_with(ReadyDraft(draft, person, moved, document, is_moved=True)))
        self._window.show_full_screen_task(view)

    def _answered_with(self, ready: ReadyDraft) -> Callable[[], None]:
        def answer() -> None:
            self.leave()
            self.ready.emit(ready)

        return answer

    def _in_our_language(self, session: FormSession) -> FormSession:
        language = form_language(session.definition, self._around.words.language)
        if language is not None:
            session.set_language(language)
        return session
