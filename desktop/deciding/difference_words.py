"""Gives differences their words: the field, both values, whose they are; masked unless somebody asked.

Two numbers may look alike once they are masked. Then the card says so, because nobody should choose
between two things that look the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.code_lists import CodeLists
from desktop.deciding.deciding_screen import DifferenceCard, RecordCard, SideCard
from desktop.deciding.differences import Difference, DifferentRecord, Side, Word
from desktop.moments import say_moment
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
_YES_NO: Final = frozenset({"unemp_registered"})


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """One language, seen from one computer; `devices` names the computers of the city by id."""

    words: Words
    lists: CodeLists
    own_device: str
    devices: Mapping[str, str]

    def card(
        self, one: DifferentRecord, *, chosen: Mapping[str, int], is_revealed: bool, now_ms: int
    ) -> RecordCard:
        """Put one record into words."""
        name = _text(one.record.fields, "person_name") or _text(one.record.fields, "head_name")
        is_masked = any(self._hides(each) for each in one.differences)
        return RecordCard(
            record_id=one.record.id,
            name=name if is_revealed else mask_name(name) if name else self._say(f"kind.{one.record.kind}"),
            detail=one.address,
            reveal=self._say("hide" if is_revealed else "reveal") if is_masked else "",
            differences=tuple(
                self._difference(each, chosen.get(each.key, -1), is_revealed=is_revealed, now_ms=now_ms)
                for each in one.differences
            ),
        )

    def _difference(self, one: Difference, chosen: int, *, is_revealed: bool, now_ms: int) -> DifferenceCard:
        said = [self._values(one, side.values, is_revealed=is_revealed) for side in one.sides]
        together = self._say("together") if len(one.fields) > 1 else ""
        return DifferenceCard(
            key=one.key,
            label=self._say("joined").join(self._field(name) for name in one.fields) + together,
            before=self._say("before", value=self._base(one, is_revealed=is_revealed)),
            sides=tuple(
                SideCard(text, self._by(side, now_ms=now_ms), place == 0)
                for place, (side, text) in enumerate(zip(one.sides, said, strict=True))
            ),
            chosen=chosen,
            note=self._say("look_alike") if len(set(said)) < len(said) else "",
        )

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
        for key in (f"screens.record.field.{name}", f"screens.differences.field.{name}"):
            if self.words.knows(key):
                return self.words.text(key)
        return name

    def _say(self, key: str, **values: object) -> str:
        return self.words.text(f"screens.differences.{key}", **values)


def _names_a_device(node: str) -> bool:
    """Say whether an edit was made on a computer; the city signs its own edits with a word."""
    return len(node) == _DEVICE_DIGITS and not set(node) - set("0123456789abcdef")


def _text(fields: Mapping[str, FieldValue], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
