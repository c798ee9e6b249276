"""The remarks of one filling with the officer's words on them, as the review shows them."""

from collections.abc import Mapping

from desktop.form_entry.form_screen import RemarkCard
from desktop.form_entry.problems import Problems
from desktop.form_entry.remarks import Judge, OfficerWord, OfficerWords, Remark, RemarkKey, find_remarks
from forms import Confirmation, FormSession, Strength
from resources.words import Words


class Remarks:
    """Asks the rules once for the answers as they stand: no remark outlives them, none is made twice."""

    def __init__(
        self,
        session: FormSession,
        problems: Problems,
        words: Words,
        *,
        judge: Judge,
        said: Mapping[RemarkKey, OfficerWord],
    ) -> None:
        self._session, self._problems, self._words, self._judge = session, problems, words, judge
        self._said = OfficerWords(dict(said))
        self._is_insisting = False
        self._found: tuple[Remark, ...] = ()
        self._found_after = -1  # how many acts the session counted then

    @property
    def said(self) -> Mapping[RemarkKey, OfficerWord]:
        return self._said.words

    def stopping(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self._find() if remark.strength is Strength.STOP)

    def unanswered(self) -> tuple[Remark, ...]:
        return self._said.open_remarks(self._find())

    def confirmations(self) -> tuple[Confirmation, ...]:
        return self._said.confirmations(self._find())

    def cards(self) -> tuple[RemarkCard, ...]:
        return tuple(self._card(remark) for remark in self._find())

    def insist(self) -> None:
        """The officer wanted to finish, or to confirm nothing: now it may be said that a note is missing."""
        self._is_insisting = True

    def write(self, key: RemarkKey, note: str) -> None:
        remark = self._remark(key)
        if remark is not None:
            self._said.write(remark, note)

    def confirm(self, key: RemarkKey) -> None:
        remark = self._remark(key)
        if remark is not None and not self._said.confirm(remark):
            self.insist()

    def _card(self, remark: Remark) -> RemarkCard:
        word = self._said.about(remark)
        is_missing = remark.strength is Strength.MUST_VERIFY and not word.is_confirmed
        missing = self._words.text("screens.form.remark.note_missing")
        return RemarkCard(
            code=remark.code,
            reference=remark.reference,
            strength=remark.strength,
            title=remark.title,
            explanation=remark.explanation,
            question=remark.question,
            note=word.note,
            is_confirmed=word.is_confirmed,
            problem=missing if is_missing and self._is_insisting else "",
            mend_at=remark.mend_at,
        )

    def _remark(self, key: RemarkKey) -> Remark | None:
        return next((remark for remark in self._find() if remark.key == key), None)

    def _find(self) -> tuple[Remark, ...]:
        if self._found_after != self._session.acts:
            self._found = find_remarks(
                self._session, self._judge, language=self._words.language, sentence=self._problems.sentence
            )
            self._found_after = self._session.acts
        return self._found
