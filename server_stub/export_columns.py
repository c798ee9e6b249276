"""The columns of a list that leaves: in the order and under the titles people know from those they hand in.

A field that is imported has the title the import knows, and a choice is said by the words the import reads,
so what was exported in full can be imported again as it is. A program that wants names and codes that never
change asks for those. What the table does not have comes last, under its own name, and is masked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from employment import Divisions, EmploymentError
from resources import read_text
from resources.words import Words
from server_stub.export_cells import cell_text
from server_stub.importing.cells import shipped_code_lists, shipped_divisions
from server_stub.platform.records import CityRecord
from sync.change import FieldValue

_ID, _PLACE, _VILLAGE = "id", "place", "village"
_OURS: Final = "@"  # before the name of a list that is no code list: its words are the program's own
_BETWEEN: Final = "；"  # no label has it, so the import finds the choices again
_WHOLE_CODE: Final = 12


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column; `choices` names the list its codes are of, if any."""

    field: str
    title_zh: str
    title_en: str
    choices: str = ""


@dataclass(frozen=True, slots=True)
class ExportWords:
    """How one list is said: in a language, or with `words` None in names and codes."""

    kind: str
    is_full: bool
    words: Words | None

    def columns(self, fields: Iterable[str]) -> tuple[ExportColumn, ...]:
        """Give the columns of records that have these fields, what nobody has listed at the end."""
        there = {*fields, _ID, _VILLAGE} | ({_PLACE} if self.words is not None else set())
        listed = [one for one in _table()[self.kind] if one.field in there]
        unlisted = sorted(there - {one.field for one in listed})
        return (*listed, *(ExportColumn(name, name, name) for name in unlisted))

    def titles(self, columns: Sequence[ExportColumn]) -> list[str]:
        if self.words is None:
            return [one.field for one in columns]
        is_chinese = self.words.language.startswith("zh")
        return [one.title_zh if is_chinese else one.title_en for one in columns]

    def cells(
        self, record: CityRecord, columns: Sequence[ExportColumn], more: Mapping[str, str]
    ) -> list[str]:
        """Give the cells of a record; `more` are values it has from elsewhere."""
        values = {**record.fields, **more, _ID: record.id, _VILLAGE: record.village}
        return [self._cell(one, values) for one in columns]

    def _cell(self, column: ExportColumn, values: Mapping[str, FieldValue]) -> str:
        if column.field == _PLACE:
            return place_name(str(values[_VILLAGE]))
        value = values.get(column.field)
        said = self._said(column, value) if isinstance(value, str) else value
        return cell_text(self.kind, column.field, said, is_full=self.is_full)

    def _said(self, column: ExportColumn, value: str) -> str:
        if self.words is None or not column.choices or not value:
            return value
        one = self._label(column.choices, value)
        if one is not None:
            return one
        several = [self._label(column.choices, code) for code in value.split()]
        return _BETWEEN.join(found for found in several if found) if all(several) else value

    def _label(self, choices: str, code: str) -> str | None:
        """Give the words of a code, or None for one the list does not have."""
        assert self.words is not None
        if choices.startswith(_OURS):
            key = f"terminal.export.choices.{choices.removeprefix(_OURS)}.{code}"
            return self.words.text(key) if self.words.knows(key) else None
        labels = _labels(choices, is_chinese=self.words.language.startswith("zh"))
        return labels.get(code)


@cache
def _table() -> Mapping[str, Sequence[ExportColumn]]:
    rows = [line.split("\t") for line in read_text("export/columns.tsv").splitlines()[1:]]
    kinds = dict.fromkeys(row[0] for row in rows)
    return {kind: tuple(ExportColumn(*row[1:5]) for row in rows if row[0] == kind) for kind in kinds}


@cache
def _labels(choices: str, *, is_chinese: bool) -> Mapping[str, str]:
    items = shipped_code_lists().get(choices).items
    return {one.code: one.label_zh if is_chinese else one.label_en for one in items}


@cache
def place_name(place: str) -> str:
    """Say a place from the town down, as people write it; empty for one nobody knows."""
    divisions: Divisions = shipped_divisions()
    try:
        way = divisions.path(place.ljust(_WHOLE_CODE, "0"))
    except EmploymentError:
        return ""
    return "".join(one.name for one in way[-2:])
