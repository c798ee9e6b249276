"""Industries by their 97 divisions, and the year of the edition a code was written in.

Source: GB/T 4754-2017, sections A to T and two-digit divisions; the name beside is that of the
2011 edition, because lists in circulation still mix the two and from O79 on nearly every
code moved by one. The names were entered by hand and await a check against the printed standard.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from employment.errors import CodeUnknownError
from employment.table import parse_table


@dataclass(frozen=True, slots=True)
class Industry:
    """One division, such as C19; `name_2011` is what the same code meant before."""

    code: str
    name: str
    name_2011: str

    @property
    def section(self) -> str:
        return self.code[0]

    @property
    def changed_meaning(self) -> bool:
        return bool(self.name_2011) and self.name != self.name_2011


_COLUMNS: Final = ("code", "name", "name_2011")


class Industries:
    """The divisions, by code."""

    def __init__(self, industries: Mapping[str, Industry]) -> None:
        self._by_code = industries

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        rows = parse_table(tsv_text, columns=_COLUMNS)
        return cls({row["code"]: Industry(row["code"], row["name"], row["name_2011"]) for row in rows})

    def __iter__(self) -> Iterator[Industry]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Industry:
        """Find a division by its letter and two digits.

        Raises:
            CodeUnknownError: the standard has no such division.

        """
        found = self._by_code.get(code)
        if found is None:
            raise CodeUnknownError(list="industry", value=code)
        return found
