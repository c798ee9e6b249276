"""Keeps the draft while a form is filled, and says truthfully whether it is kept.

Saving never waits for an answer to be right; a save that failed leaves the form unsaved,
so the next one tries again.
"""

from collections.abc import Callable
from typing import Protocol

from desktop.form_entry.form_screen import SaveState
from desktop.moments import say_clock
from forms import FormSubmission
from resources.words import Words

Failed = Callable[[Exception], None]


class DraftKeeper(Protocol):
    """Keeps a draft's document; `done` gets the time it was kept at."""

    def __call__(self, document: bytes, *, done: Callable[[int], None], failed: Failed) -> None: ...


class Submit(Protocol):
    """Turns the finished form into a fact; after `done` the draft is gone."""

    def __call__(self, submission: FormSubmission, *, done: Callable[[], None], failed: Failed) -> None: ...


class DraftSaving:
    """Knows whether anything changed since the draft was last kept."""

    def __init__(
        self,
        keep_draft: DraftKeeper,
        *,
        write: Callable[[], bytes],
        show: Callable[[SaveState, str], None],
        words: Words,
    ) -> None:
        self._keep_draft, self._write, self._show, self._words = keep_draft, write, show, words
        self._is_unsaved = False

    def mark_unsaved(self) -> None:
        self._is_unsaved = True
        self._show(SaveState.SAVING, self._words.text("screens.form.saving"))

    def save(self) -> None:
        """Keep the draft now if anything changed since the last time."""
        if not self._is_unsaved:
            return
        self._is_unsaved = False
        self._show(SaveState.SAVING, self._words.text("screens.form.saving"))
        self._keep_draft(self._write(), done=self._saved, failed=self._not_saved)

    def _saved(self, at_ms: int) -> None:
        if not self._is_unsaved:
            self._show(SaveState.SAVED, self._words.text("screens.form.saved", time=say_clock(at_ms)))

    def _not_saved(self, error: Exception) -> None:  # noqa: ARG002 — the sentence is the same for all
        self._is_unsaved = True
        self._show(SaveState.FAILED, self._words.text("screens.form.not_saved"))
