"""Code lists with the standard each follows, as the forms and the exchange with the province use them.

The lists are data: `resources/lists/choices.tsv` or whatever the office delivers in the
same five columns. A list is never renumbered, because records keep the codes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Self

from employment.errors import CodeUnknownError, TableMalformedError
from employment.table import Row, parse_table


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One code and what it means."""

    code: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list in the order it is shown; `standard` names the document it follows."""

    name: str
    standard: str
    items: tuple[CodeItem, ...]

    def __contains__(self, code: object) -> bool:
        return any(item.code == code for item in self.items)

    def get(self, code: str) -> CodeItem:
        """Find a code.

        Raises:
            CodeUnknownError: the list does not have it.

        """
        for item in self.items:
            if item.code == code:
                return item
        raise CodeUnknownError(list=self.name, value=code)


_COLUMNS: Final = ("list_name", "code", "label_zh", "label_en", "standard")


class CodeLists:
    """All lists, by name."""

    def __init__(self, lists: Mapping[str, CodeList]) -> None:
        self._lists = lists

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read the lists.

        Raises:
            TableMalformedError: a column is missing, a list is in two places or says a code twice.

        """
        lists: dict[str, CodeList] = {}
        for name, rows in groupby(parse_table(tsv_text, columns=_COLUMNS), key=lambda row: row["list_name"]):
            if name in lists:
                raise TableMalformedError(column="list_name", line=name)
            lists[name] = _code_list(name, tuple(rows))
        return cls(lists)

    def __iter__(self) -> Iterator[CodeList]:
        return iter(self._lists.values())

    def get(self, name: str) -> CodeList:
        """Find a list.

        Raises:
            CodeUnknownError: there is no such list.

        """
        found = self._lists.get(name)
        if found is None:
            raise CodeUnknownError(list=name, value="-")
        return found


def _code_list(name: str, rows: tuple[Row, ...]) -> CodeList:
    items = tuple(CodeItem(row["code"], row["label_zh"], row["label_en"]) for row in rows)
    if len({item.code for item in items}) != len(items):
        raise TableMalformedError(column="code", line=name)
    return CodeList(name=name, standard=rows[0]["standard"], items=items)
