"""What one press on the toast takes back: an answer that hid others, or the removal of an entry.

There is one offer at a time, for the last act alone, and any other act withdraws it. What was typed is
taken back as far as somebody sat in the field, not by its last key.
"""

from collections.abc import Callable

from desktop.form_entry.entry_acts import EntryActs
from desktop.form_entry.form_screen import FormScreen
from desktop.form_entry.hidden_answers import NOTHING_HIDDEN, HiddenAnswers
from forms import QuestionView
from resources.words import Words


class TakingBack:
    """Makes the offer and keeps it; `answer_again` and `entries_changed` are the form's own acts."""

    def __init__(
        self,
        screen: FormScreen,
        words: Words,
        *,
        hidden: HiddenAnswers,
        entries: EntryActs,
        answer_again: Callable[[str, str], None],
        entries_changed: Callable[[], None],
    ) -> None:
        self._screen, self._words, self._hidden, self._entries = screen, words, hidden, entries
        self._answer_again, self._entries_changed = answer_again, entries_changed
        self._hiding = NOTHING_HIDDEN

    def begin_act(self, question: QuestionView) -> None:
        """Something is about to be answered here."""
        self._hidden.sit_down(question)
        self._entries.forget_undo()

    def end_sitting(self) -> None:
        """The field was left, or nothing was typed for a while: what comes next is taken back by itself."""
        self._hidden.stand_up()

    def tell_hidden(self, reference: str) -> None:
        """Offer the way back if the answer given here took others off the page."""
        self._hiding = self._hidden.hidden_by(reference)
        if self._hiding.count:
            self._offer(self._words.count("screens.form.hidden", self._hiding.count))
        else:
            self._screen.withdraw_undo()

    def tell_removed(self) -> None:
        """Offer to bring back the entry that was just removed."""
        self._hiding = NOTHING_HIDDEN
        self._offer(self._words.text("screens.form.entry.removed"))

    def undo(self) -> None:
        hiding = self._hiding
        if hiding.count:
            self.end_sitting()
            self._answer_again(hiding.reference, hiding.before)
            self.end_sitting()
        elif self._entries.undo():
            self._entries_changed()

    def _offer(self, sentence: str) -> None:
        self._screen.offer_undo(sentence, self._words.text("screens.form.entry.undo"))
