"""A form's screen without Qt: remembers what it was last shown, and a keeper that can fail."""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.form_entry.form_screen import (
    Footer,
    Outline,
    QuestionCard,
    RepeatCards,
    ReviewPage,
    SaveState,
    SectionPage,
)
from forms import FormSubmission
from store import DraftFiles


@dataclass
class FakeFormScreen:
    outline: Outline | None = None
    section: SectionPage | None = None
    review: ReviewPage | None = None
    footer: Footer | None = None
    saved: tuple[SaveState, str] = (SaveState.CLEAN, "")
    failure: tuple[str, str] | None = None
    focused: str | None = None
    repeats: tuple[RepeatCards, ...] = ()
    undo: str = ""
    updated: list[str] = field(default_factory=list)
    cards: dict[str, QuestionCard] = field(default_factory=dict)

    def show_outline(self, outline: Outline) -> None:
        self.outline = outline

    def show_section(self, page: SectionPage) -> None:
        self.section, self.review = page, None
        self.repeats = page.repeats
        self.cards = {card.reference: card for card in page.cards}

    def update_cards(self, cards: tuple[QuestionCard, ...]) -> None:
        self.updated = [card.reference for card in cards]
        self.cards |= {card.reference: card for card in cards}

    def update_entries(self, repeats: tuple[RepeatCards, ...]) -> None:
        self.repeats = repeats

    def offer_undo(self, sentence: str, act: str) -> None:
        self.undo = act

    def withdraw_undo(self) -> None:
        self.undo = ""

    def show_review(self, page: ReviewPage) -> None:
        self.review = page

    def show_footer(self, footer: Footer) -> None:
        self.footer = footer

    def show_saved(self, state: SaveState, text: str) -> None:
        self.saved = (state, text)

    def show_failure(self, title: str, explanation: str) -> None:
        self.failure = (title, explanation)

    def focus_question(self, reference: str) -> None:
        self.focused = reference

    def focus_entry(self, reference: str) -> None:
        self.focused = reference


@dataclass
class FakeKeeper:
    """Keeps drafts and submissions in a list, and the files as they lie beside the last draft.

    `error` makes it refuse; `written` says which files each draft brought.
    """

    at_ms: int
    drafts: list[bytes] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    written: list[list[str]] = field(default_factory=list)
    submissions: list[FormSubmission] = field(default_factory=list)
    error: Exception | None = None

    def keep(
        self,
        document: bytes,
        files: DraftFiles,
        *,
        done: Callable[[int], None],
        failed: Callable[[Exception], None],
    ) -> None:
        if self.error is not None:
            failed(self.error)
            return
        self.drafts.append(document)
        self.written.append(list(files.fresh))
        known = self.files | dict(files.fresh)
        self.files = {name: known[name] for name in files.names}
        done(self.at_ms)

    def submit(
        self,
        submission: FormSubmission,
        *,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        if self.error is not None:
            failed(self.error)
            return
        self.submissions.append(submission)
        done()
