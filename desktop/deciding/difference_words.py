"""Gives differences their words: the field, both values, whose they are; masked unless somebody asked.

Two numbers may look alike once they are masked. Then the card says so, because nobody should choose
between two things that look the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.code_lists import CodeLists
from desktop.deciding.deciding_screen import DifferenceCard, RecordCard, SideCard
from desktop.deciding.differences import Difference, DifferentRecord, Doubt, Side, Word
from desktop.form_shelf import form_title
from desktop.moments import say_moment
from desktop.operations.conflicts import Choice
from desktop.task_words import TaskWords, in_language
from employment.privacy import mask_name, mask_phone, mask_resident_id
from resources.words import Words
from store import FieldValue
from sync.merge.policy import LIFE

_MASKS: Final = {
    "person_name": mask_name,
    "head_name": mask_name,
    "id_no": mask_resident_id,
    "phone": mask_phone,
    "dis_no": mask_resident_id,
}
_DEVICE_DIGITS: Final = 32
_PERSON: Final = "person"
# Shown above the questions, or the office's to say.
_PLACED: Final = frozenset({"household_id", "village", "person_name"})
_YES_NO: Final = frozenset({"unemp_registered"})


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """One language, seen from one computer; `devices` names the computers of the city by id."""

    words: Words
    lists: CodeLists
    own_device: str
    devices: Mapping[str, str]

    def card(self, one: DifferentRecord, *, is_revealed: bool, now_ms: int) -> RecordCard:
        """Put one record into words; nothing is chosen in it yet."""
        name = _text(one.record.fields, "person_name") or _text(one.record.fields, "head_name")
        is_masked = any(self._hides(each) for each in one.differences)
        return RecordCard(
            record_id=one.record.id,
            name=name if is_revealed else mask_name(name) if name else self._say(f"kind.{one.record.kind}"),
            detail=one.address,
            reveal=self._say("hide" if is_revealed else "reveal") if is_masked else "",
            differences=tuple(
                self._difference(each, is_revealed=is_revealed, now_ms=now_ms) for each in one.differences
            ),
            same=self._same(one, is_revealed=is_revealed),
            reason="" if one.record.kind == _PERSON else None,
        )

    def reason(self, decided: Sequence[Difference], reason: str) -> str:
        """Say in one line of the record's note what was decided, and why."""
        names = [name for one in decided for name in one.fields[:1]]
        fields = self._say("joined").join(self._field(name) for name in names)
        return self._say("reason_line", fields=fields, reason=reason)

    def _same(self, one: DifferentRecord, *, is_revealed: bool) -> tuple[tuple[str, str], ...]:
        """Give what nobody differs about, as far as this program has a name for it."""
        asked = {name for each in one.differences for name in each.fields}
        return tuple(
            (self._field(name), self._value(name, value, is_revealed=is_revealed))
            for name, value in one.record.fields.items()
            if name not in asked and name not in _PLACED and value not in (None, "") and self._knows(name)
        )

    def _difference(self, one: Difference, *, is_revealed: bool, now_ms: int) -> DifferenceCard:
        said = [self._values(one, side.values, is_revealed=is_revealed) for side in one.sides]
        together = self._say("together") if len(one.fields) > 1 else ""
        return DifferenceCard(
            key=one.key,
            label=self._say("joined").join(self._field(name) for name in one.fields) + together,
            before=self._say("before", value=self._base(one, is_revealed=is_revealed)),
            sides=tuple(
                SideCard(
                    text,
                    self._by(side, now_ms=now_ms),
                    is_standing=side.choice is Choice.STANDING,
                    is_mine=side.word.device_id == self.own_device,
                )
                for side, text in zip(one.sides, said, strict=True)
            ),
            note=self._say("look_alike") if len(set(said)) < len(said) else "",
            doubt="" if one.doubt is None else self._say("doubt", explanation=self._doubt(one.doubt)),
        )

    def _doubt(self, doubt: Doubt) -> str:
        sent = TaskWords("", doubt.explanation, "")
        return in_language(sent, doubt.rule_id, language=self.words.language).explanation

    def _values(self, one: Difference, values: Mapping[str, FieldValue], *, is_revealed: bool) -> str:
        shown = [(name, self._value(name, values.get(name), is_revealed=is_revealed)) for name in one.fields]
        if len(shown) == 1:
            return shown[0][1]
        return "\n".join(
            self._say("named", field=self._field(name), value=value)
            for name, value in shown
            if name in values
        )

    def _base(self, one: Difference, *, is_revealed: bool) -> str:
        lines = self._values(one, one.base, is_revealed=is_revealed).split("\n")
        return self._say("listed").join(lines)

    def _value(self, name: str, value: FieldValue, *, is_revealed: bool) -> str:
        if name == LIFE:
            return self._say("deleted" if value is True else "kept")
        if value is None or value == "":
            return self._say("empty")
        if name in _MASKS:
            return str(value) if is_revealed else _MASKS[name](str(value))
        if name in _YES_NO and str(value) in ("0", "1"):
            return self.words.text(f"screens.record.yes_no.{value}")
        return self.lists.label(name, str(value))

    def _hides(self, one: Difference) -> bool:
        return any(name in _MASKS for name in one.fields)

    def _by(self, side: Side, *, now_ms: int) -> str:
        word = side.word
        parts = (
            word.operator or "",
            self._device(word),
            "" if word.at_ms is None else say_moment(word.at_ms, now_ms=now_ms, words=self.words),
            "" if word.form_id is None else form_title(word.form_id, self.words),
        )
        return " · ".join(part for part in parts if part)

    def _device(self, word: Word) -> str:
        if word.device_id is None:
            return self._say("unknown_device")
        if word.device_id == self.own_device:
            return self._say("this_computer")
        if _names_a_device(word.device_id):
            return self.devices.get(word.device_id) or self._say("other_computer")
        return self._say("platform")

    def _field(self, name: str) -> str:
        known = (key for key in _keys(name) if self.words.knows(key))
        return next((self.words.text(key) for key in known), name)

    def _knows(self, name: str) -> bool:
        return any(self.words.knows(key) for key in _keys(name))

    def _say(self, key: str, **values: object) -> str:
        return self.words.text(f"screens.differences.{key}", **values)


def _keys(name: str) -> tuple[str, str]:
    return (f"screens.record.field.{name}", f"screens.differences.field.{name}")


def _names_a_device(node: str) -> bool:
    """Say whether an edit was made on a computer; the city signs its own edits with a word."""
    return len(node) == _DEVICE_DIGITS and not set(node) - set("0123456789abcdef")


def _text(fields: Mapping[str, FieldValue], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
