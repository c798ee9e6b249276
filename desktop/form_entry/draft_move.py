"""What becomes of a draft in another version of its form, in words, before anybody says yes.

The engine has tried it and says what fits; here answers get the names of their questions, from
whichever version still asks them. What fits nowhere stays beside the form afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.form_entry.answer_spelling import show_answer
from desktop.form_entry.draft_document import DraftDocument
from desktop.form_entry.form_screen import ContextCard, ContextFact
from desktop.tokens import Tone
from forms import FormError, FormSession, LeftOver, MovePreview, QuestionView
from resources.words import Words


@dataclass(frozen=True, slots=True)
class LeftLine:
    """One answer that fits nowhere: what was asked, what was answered, why it does not fit."""

    label: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """The page that offers to move; nothing has happened to the draft yet."""

    title: str
    reason: str
    can_stay: bool  # False: the version it was begun with is nowhere on this computer
    kept: str
    left_heading: str
    left: tuple[LeftLine, ...]
    asked_heading: str
    asked: tuple[str, ...]


def say_move(
    moved: FormSession,
    found: MovePreview,
    kept: DraftDocument,
    *,
    former: Sequence[FormSession],
    is_withdrawn: bool,
    words: Words,
) -> MoveOffer:
    """Put a tried move into words; `former` are sessions of versions that may know the old questions."""
    left = [_line(one, former, words) for one in found.left_over]
    left += list(_refused(moved, kept, former, words))
    asked = [view.label for view in _views(moved, found.open_questions)]
    why = "gone_version" if not former else "withdrawn" if is_withdrawn else "newer"
    names = {"former": found.from_version, "newest": found.to_version}
    return MoveOffer(
        title=words.text("screens.move.title"),
        reason=words.text(f"screens.move.{why}", **names),
        can_stay=bool(former),
        kept=words.count("screens.move.kept", len(found.kept)),
        left_heading=words.count("screens.move.left", len(left)) if left else "",
        left=tuple(left),
        asked_heading=words.count("screens.move.asked", len(asked)) if asked else "",
        asked=tuple(dict.fromkeys(asked)),
    )


def left_over_cards(
    session: FormSession, former: Sequence[FormSession], words: Words
) -> tuple[ContextCard, ...]:
    """Give the card of answers an earlier version held and this one cannot; none where all fit."""
    lines = [_line(one, former, words) for one in session.left_over]
    if not lines:
        return ()
    return (
        ContextCard(
            title=words.text("screens.move.card"),
            tone=Tone.INFO,
            sentences=(words.text("screens.move.card_quiet"),),
            facts=tuple(ContextFact(line.label, line.answer) for line in lines),
        ),
    )


def _line(one: LeftOver, former: Sequence[FormSession], words: Words) -> LeftLine:
    view = next((found for session in former for found in _views(session, (one.reference,))), None)
    reason = words.text(f"screens.move.reason.{one.reason}")
    return LeftLine(_label(view, one.reference), _answer(view, one.text), reason)


def _refused(
    moved: FormSession, kept: DraftDocument, former: Sequence[FormSession], words: Words
) -> Iterator[LeftLine]:
    """Give texts that were never accepted as answers and whose question is gone."""
    for reference, refused in kept.rejected.items():
        if not any(_views(moved, (reference,))):
            view = next((found for session in former for found in _views(session, (reference,))), None)
            yield LeftLine(_label(view, reference), refused.text, words.text("screens.move.reason.gone"))


def _views(session: FormSession, references: Sequence[str]) -> Iterator[QuestionView]:
    for reference in references:
        try:
            yield session.question(reference)
        except FormError:
            continue  # this version does not ask it


def _label(view: QuestionView | None, reference: str) -> str:
    return view.label if view is not None and view.label else reference.rpartition("/")[2]


def _answer(view: QuestionView | None, text: str) -> str:
    """Write an answer for the eye; a session that was only begun knows the words of its codes, too."""
    if view is None:
        return text
    if view.value == text:
        return show_answer(view)
    labels: Mapping[str, str] = {choice.value: choice.label for choice in view.choices}
    return ", ".join(labels.get(code, code) for code in text.split()) if labels else text
