"""Where in a workbook a question stands, so that a fault can name its row and not only its path.

Authors work in the spreadsheet and have never seen `/survey/household/member/age`. The
sheet is read a second time here, in the converter's own process and under its
limits. Rows are counted as spreadsheets show them, the header being row 1.
"""

import io
import re
from collections.abc import Iterator
from typing import Final

SURVEY: Final = "survey"
_BEGINS: Final = re.compile(r"begin[ _](?:group|repeat|loop)\b")
_ENDS: Final = re.compile(r"end[ _](?:group|repeat|loop)\b")
_ROW: Final = re.compile(r"\[row : (\d{1,7})\]")
_SHEET: Final = re.compile(r"[Oo]n the '(\w+)' sheet")
_QUOTED: Final = re.compile(r"'([^']+)'")

Line = tuple[int, str, str]  # row, type, name


def read_lines(workbook: bytes) -> list[Line]:
    """Read row, type and name of every line of the sheet `survey`; whatever openpyxl raises may come out."""
    # Loaded where the converter is: nobody else pays for it.
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(workbook), read_only=True, data_only=True)
    titles = {title.strip().lower(): title for title in book.sheetnames}
    rows = book[titles.get(SURVEY, book.sheetnames[0])].iter_rows(values_only=True)
    header = [_text(cell).lower() for cell in next(rows, ())]
    if not {"type", "name"} <= set(header):
        return []
    kind, name = header.index("type"), header.index("name")
    return [(number, _text(row[kind]), _text(row[name])) for number, row in enumerate(rows, start=2)]


def rows_by_path(lines: list[Line]) -> dict[str, int]:
    """Give the row of each question and group by its path below the root: `home/member/age`."""
    return dict(_walk(lines))


def place_in_sentence(sentence: str, lines: list[Line]) -> tuple[str, int] | None:
    """Find the sheet and row a sentence of the converter speaks of; an unknown type is looked up."""
    row = _ROW.search(sentence)
    if row is not None:
        sheet = _SHEET.search(sentence)
        return (sheet[1] if sheet else SURVEY, int(row[1]))
    quoted = set(_QUOTED.findall(sentence))
    return next(((SURVEY, number) for number, kind, _ in lines if kind in quoted), None)


def _walk(lines: list[Line]) -> Iterator[tuple[str, int]]:
    around: list[str] = []
    for number, kind, name in lines:
        if _ENDS.match(kind):
            around = around[:-1]
        elif name:
            yield "/".join([*around, name]), number
            if _BEGINS.match(kind):
                around = [*around, name]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
