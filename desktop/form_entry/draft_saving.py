"""Keeps the draft while a form is filled, and says truthfully whether it is kept.

Saving never waits for an answer to be right; a save that failed leaves the form unsaved,
so the next one tries again. A photo is handed over once, not with every answer after it.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from desktop.form_entry.form_screen import SaveState
from desktop.moments import say_clock
from forms import FormSubmission
from resources.words import Words
from store import DraftFiles

Failed = Callable[[Exception], None]


class DraftKeeper(Protocol):
    """Keeps a draft's document and its files; `done` gets the time they were kept at."""

    def __call__(
        self, document: bytes, files: DraftFiles, *, done: Callable[[int], None], failed: Failed
    ) -> None: ...


class Submit(Protocol):
    """Turns the finished form into a fact; after `done` the draft is gone."""

    def __call__(self, submission: FormSubmission, *, done: Callable[[], None], failed: Failed) -> None: ...


class DraftSaving:
    """Knows whether anything changed since the draft was last kept, and which of its files are kept.

    `beside` are the files the draft is known to have, by name; `write` gives the document and all its files.
    """

    def __init__(
        self,
        keep_draft: DraftKeeper,
        *,
        write: Callable[[], tuple[bytes, Mapping[str, bytes]]],
        show: Callable[[SaveState, str], None],
        words: Words,
        beside: Mapping[str, bytes],
        has_draft: bool,
    ) -> None:
        self._keep_draft, self._write, self._show, self._words = keep_draft, write, show, words
        self._beside, self._has_draft = beside, has_draft
        self._is_unsaved = False

    def mark_unsaved(self) -> None:
        self._is_unsaved = self._has_draft = True
        self._show(SaveState.SAVING, self._words.text("screens.form.saving"))

    def mark_moved(self) -> None:
        """Somebody went to another page: a draft keeps that, a form that was only looked at makes none."""
        self._is_unsaved = self._is_unsaved or self._has_draft

    def save(self) -> None:
        """Keep the draft now if anything changed since the last time."""
        if not self._is_unsaved:
            return
        self._is_unsaved = False
        self._show(SaveState.SAVING, self._words.text("screens.form.saving"))
        document, files = self._write()
        fresh = {name: content for name, content in files.items() if self._beside.get(name) is not content}

        def kept(at_ms: int) -> None:
            self._beside = files
            self._saved(at_ms)

        self._keep_draft(document, DraftFiles(frozenset(files), fresh), done=kept, failed=self._not_saved)

    def _saved(self, at_ms: int) -> None:
        if not self._is_unsaved:
            self._show(SaveState.SAVED, self._words.text("screens.form.saved", time=say_clock(at_ms)))

    def _not_saved(self, error: Exception) -> None:  # noqa: ARG002 — the sentence is the same for all
        self._is_unsaved, self._beside = True, {}  # what is beside the draft now nobody knows
        self._show(SaveState.FAILED, self._words.text("screens.form.not_saved"))
