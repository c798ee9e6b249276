"""The nine industry clusters of Quanzhou: which industries they join and what counts in finding work there.

Sources: the city's own list of nine clusters; industries after GB/T 4754-2017. The weights say
how much each point counts when a person and a vacancy are compared; they are the office's to
change, and always add up to a hundred.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from employment.errors import CodeUnknownError, TableMalformedError
from employment.table import Row, parse_table


@dataclass(frozen=True, slots=True)
class MatchingWeights:
    """What counts how much, in hundredths."""

    education: int
    skill: int
    experience: int
    salary: int
    distance: int
    shift_and_benefit: int
    certificate: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster; `industries` are codes of divisions such as C19, `counties` the short names."""

    code: str
    name: str
    industries: tuple[str, ...]
    counties: tuple[str, ...]
    weights: MatchingWeights
    note: str


_WEIGHTS: Final = (
    "w_edu",
    "w_skill",
    "w_exp",
    "w_salary",
    "w_distance",
    "w_shift_benefit",
    "w_certificate",
)
_COLUMNS: Final = ("code", "name", "gb4754", "main_counties", *_WEIGHTS, "note")
_DIVISION: Final = re.compile(r"[A-T][0-9]{2}")
_WHOLE: Final = 100


class Clusters:
    """The clusters, by code."""

    def __init__(self, clusters: Mapping[str, Cluster]) -> None:
        self._by_code = clusters

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read the clusters.

        Raises:
            TableMalformedError: a column is missing, or the weights do not add up to a hundred.

        """
        return cls({row["code"]: _cluster(row) for row in parse_table(tsv_text, columns=_COLUMNS)})

    def __iter__(self) -> Iterator[Cluster]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Cluster:
        """Find a cluster.

        Raises:
            CodeUnknownError: there is none with this code.

        """
        found = self._by_code.get(code)
        if found is None:
            raise CodeUnknownError(list="cluster", value=code)
        return found


def _cluster(row: Row) -> Cluster:
    weights = [int(row[column]) if row[column].isdecimal() else -1 for column in _WEIGHTS]
    if min(weights) < 0 or sum(weights) != _WHOLE:
        raise TableMalformedError(column="w_edu", line=row["code"])
    return Cluster(
        code=row["code"],
        name=row["name"],
        industries=tuple(_DIVISION.findall(row["gb4754"])),
        counties=tuple(row["main_counties"].split()),
        weights=MatchingWeights(*weights),
        note=row["note"],
    )
