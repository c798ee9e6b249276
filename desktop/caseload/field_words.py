"""What a field is called and how its value reads: a code by its label, a number masked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from desktop.code_lists import CodeLists
from desktop.relation_words import say_relation
from desktop.tokens import Tone
from employment.privacy import mask_name, mask_phone, mask_resident_id
from resources.words import Words
from store import FieldValue

STATUS_TONES: Final[Mapping[str, Tone]] = {"1": Tone.WARN, "2": Tone.OK, "3": Tone.OK, "4": Tone.INFO}
_LISTED: Final = frozenset({"emp_status", "unemp_reason", "emp_form", "education"})
_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "id_no": mask_resident_id,
    "phone": mask_phone,
    "person_name": mask_name,
}


@dataclass(frozen=True, slots=True)
class FieldWords:
    """Fields in one language."""

    words: Words
    lists: CodeLists

    def knows(self, name: str) -> bool:
        return self.words.knows(f"screens.record.field.{name}")

    def title(self, name: str) -> str:
        return self.words.text(f"screens.record.field.{name}")

    def value(self, name: str, value: FieldValue, *, is_shown: bool = False) -> str:
        """Say a value; empty where there is none."""
        text = value if isinstance(value, str) else ""
        if not text:
            return ""
        if name == "relation":
            return say_relation(text, words=self.words, lists=self.lists)
        if name in _LISTED:
            return self.lists.label(name, text)
        if name in _MASKS:
            return text if is_shown else _MASKS[name](text)
        if name == "unemp_registered" and text in ("0", "1"):
            return self.words.text(f"screens.record.yes_no.{text}")
        return text

    def status(self, code: str) -> str:
        """Say how somebody stands with work, without the explanation in brackets."""
        if not code:
            return self.words.text("screens.records.unknown_status")
        return short(self.lists.label("emp_status", code))

    def groups(self, codes: FieldValue) -> list[str]:
        """Say to which key groups somebody belongs."""
        named = codes.split() if isinstance(codes, str) else []
        return [short(self.lists.label("key_group", code)) for code in named if code != "none"]

    def sex_and_age(self, sex: str, age: int | None, tail: str = "") -> str:
        parts = (
            self.words.text(f"screens.records.{sex}") if sex else "",
            "" if age is None else self.words.text("screens.records.age", age=age),
            self.words.text("screens.records.id_tail", tail=tail) if tail else "",
        )
        return " · ".join(part for part in parts if part)


def short(label: str) -> str:
    """Leave out what stands in brackets."""
    return label.partition("（")[0].partition(" (")[0]


def text_of(fields: Mapping[str, FieldValue], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
