"""Two records side by side: which stands, and in which fields the other's values are taken; Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from desktop.caseload.field_words import FieldWords
from desktop.caseload.readings import Failed
from desktop.errors import RecordMissingError
from desktop.moments import say_moment
from employment.privacy import mask_name
from employment.same_person import Evidence
from store import StoredRecord


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records as the replica has them, and the groups of fields in which they differ."""

    survivor: StoredRecord
    duplicate: StoredRecord
    groups: tuple[tuple[str, ...], ...]
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class PairLine:
    """One choice: what both say, and whether the other's is taken; `note` where both look alike masked."""

    group: tuple[str, ...]
    title: str
    stands: str
    other: str
    takes_other: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class PairPage:
    """The page in words."""

    reason: str
    stands: tuple[str, str]  # name, and when it was last changed
    other: tuple[str, str]
    lines: tuple[PairLine, ...]


class JoiningScreen(Protocol):
    def show_pair(self, page: PairPage) -> None: ...


class ReadPair(Protocol):
    """Reads two records on the store thread; None when one is gone."""

    def __call__(
        self, survivor: str, duplicate: str, *, done: Callable[[Pair | None], None], failed: Failed
    ) -> None: ...


class Join(Protocol):
    """Joins two records on the store thread."""

    def __call__(
        self,
        survivor: str,
        duplicate: str,
        taken: frozenset[str],
        *,
        done: Callable[[], None],
        failed: Failed,
    ) -> None: ...


class JoiningPresenter:
    """Holds one choice until it is confirmed or left."""

    def __init__(
        self,
        screen: JoiningScreen,
        *,
        fields: FieldWords,
        read: ReadPair,
        join: Join,
        joined: Callable[[str, str], None],
        failed: Failed,
        now_ms: Callable[[], int],
    ) -> None:
        self._screen, self._fields, self._now_ms = screen, fields, now_ms
        self._read, self._join, self._joined, self._failed = read, join, joined, failed
        self._asked: tuple[str, str] | None = None
        self._pair: Pair | None = None
        self._taken: frozenset[tuple[str, ...]] = frozenset()

    def compare(self, survivor: str, duplicate: str) -> None:
        """Lay two records side by side; where the one that stands says nothing, the other's is taken."""
        asked = (survivor, duplicate)
        self._asked, self._pair = asked, None

        def show(pair: Pair | None) -> None:
            if self._asked != asked:
                return  # two others were laid side by side meanwhile
            if pair is None:
                self._failed(RecordMissingError())
                return
            self._pair = pair
            self._taken = frozenset(group for group in pair.groups if _is_silent(pair.survivor, group))
            self._show(pair)

        self._read(survivor, duplicate, done=show, failed=self._failed)

    def swap(self) -> None:
        """Let the other record be the one that stands."""
        if self._pair is not None:
            self.compare(self._pair.duplicate.id, self._pair.survivor.id)

    def choose(self, group: tuple[str, ...], *, takes_other: bool) -> None:
        if self._pair is not None and group in self._pair.groups:
            self._taken = self._taken | {group} if takes_other else self._taken - {group}

    def confirm(self) -> None:
        """Join them; nothing was written before."""
        pair = self._pair
        if pair is None:
            return
        taken = frozenset(name for group in self._taken for name in group)
        survivor, duplicate = pair.survivor.id, pair.duplicate.id
        self._pair = None

        def refused(error: Exception) -> None:
            if self._asked == (survivor, duplicate):
                self._pair = pair  # the choice stands, to be confirmed again
            self._failed(error)

        self._join(survivor, duplicate, taken, done=lambda: self._joined(survivor, duplicate), failed=refused)

    def _show(self, pair: Pair) -> None:
        say = self._fields.words.text
        reason = "" if pair.evidence is None else say(f"screens.record.twin.{pair.evidence}")
        page = PairPage(reason, self._head(pair.survivor), self._head(pair.duplicate), ())
        lines = (self._line(pair, group) for group in pair.groups)
        self._screen.show_pair(replace(page, lines=tuple(line for line in lines if line.title)))

    def _head(self, record: StoredRecord) -> tuple[str, str]:
        words = self._fields.words
        moment = say_moment(record.changed_at_ms, now_ms=self._now_ms(), words=words)
        name = mask_name(str(record.fields.get("person_name") or ""))
        return name, words.text("screens.record.changed_last", moment=moment)

    def _line(self, pair: Pair, group: tuple[str, ...]) -> PairLine:
        known = [name for name in group if self._fields.knows(name)]
        stands, other = self._said(pair.survivor, known), self._said(pair.duplicate, known)
        return PairLine(
            group,
            "、".join(self._fields.title(name) for name in known),
            stands,
            other,
            takes_other=group in self._taken,
            note=self._fields.words.text("screens.record.pair_look_alike") if stands == other else "",
        )

    def _said(self, record: StoredRecord, names: list[str]) -> str:
        said = (self._fields.value(name, record.fields.get(name)) for name in names)
        return " · ".join(value for value in said if value) or self._fields.words.text(
            "screens.record.empty_value"
        )


def _is_silent(record: StoredRecord, group: tuple[str, ...]) -> bool:
    return all(record.fields.get(name) in (None, "") for name in group)
