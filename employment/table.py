"""How a tab-separated list is read: by column name, and refused as a whole when a column is missing."""

from collections.abc import Mapping, Sequence

from employment.errors import TableMalformedError

Row = Mapping[str, str]


def parse_table(text: str, *, columns: Sequence[str]) -> tuple[Row, ...]:
    """Give the rows under the header line.

    Raises:
        TableMalformedError: a column is missing, or a row has more or fewer cells than the header.

    """
    lines = [line.split("\t") for line in text.splitlines() if line]
    header = lines[0] if lines else []
    missing = sorted(set(columns) - set(header))
    if missing:
        raise TableMalformedError(column=missing[0], line="1")
    uneven = [number for number, cells in enumerate(lines, start=1) if len(cells) != len(header)]
    if uneven:
        raise TableMalformedError(column="-", line=str(uneven[0]))
    return tuple(dict(zip(header, cells, strict=True)) for cells in lines[1:])
