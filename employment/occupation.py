"""The occupations most asked for in the clusters: code, usual pay, effort, hazards and skills.

Sources: codes in the form of 职业分类大典 (2022) and GB/T 6565-2015; effort in the four grades of
GBZ 2.2-2007. Codes and pay were entered by hand and await a check against the printed
classification and the year's wage survey; they guide an officer, they decide nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from employment.errors import OccupationShapeError, TableMalformedError
from employment.table import Row, parse_table


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation in one cluster; several may share a code of the classification."""

    cluster: str
    code: str
    name: str
    usual_pay: tuple[int, int]  # yuan a month, from and to
    intensity: int
    hazards: tuple[str, ...]
    skills: tuple[str, ...]


_COLUMNS: Final = ("cluster", "occ_code", "occupation", "pay_band_cny", "intensity", "hazards", "skills")
_PAY: Final = re.compile(r"([0-9]+)-([0-9]+)")


_CODE: Final = re.compile(r"[1-8](?:-[0-9]{2}){2,3}")


def parse_occupation_code(text: str) -> str:
    """Give a code of a group (6-05-01) or an occupation (6-05-01-03); whether it is in use is not known here.

    Raises:
        OccupationShapeError: it is written in another way.

    """
    code = text.strip()
    if _CODE.fullmatch(code) is None:
        raise OccupationShapeError
    return code


class Occupations:
    """The occupations, by cluster in the order of the table."""

    def __init__(self, occupations: Sequence[Occupation]) -> None:
        self._all = tuple(occupations)

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read the occupations.

        Raises:
            TableMalformedError: a column is missing, or pay or effort cannot be read.

        """
        return cls([_occupation(row) for row in parse_table(tsv_text, columns=_COLUMNS)])

    def __iter__(self) -> Iterator[Occupation]:
        return iter(self._all)

    def in_cluster(self, cluster: str) -> tuple[Occupation, ...]:
        return tuple(occupation for occupation in self._all if occupation.cluster == cluster)


def _occupation(row: Row) -> Occupation:
    pay = _PAY.fullmatch(row["pay_band_cny"])
    if pay is None or row["intensity"] not in {"1", "2", "3", "4"}:
        raise TableMalformedError(column="pay_band_cny", line=row["occ_code"])
    return Occupation(
        cluster=row["cluster"],
        code=row["occ_code"],
        name=row["occupation"],
        usual_pay=(int(pay[1]), int(pay[2])),
        intensity=int(row["intensity"]),
        hazards=_parts(row["hazards"]),
        skills=_parts(row["skills"]),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
