"""What is wrong with a row, and the report an office sends back to whoever made the list.

The report goes to a CSV for people and a JSON for programs while the list is read, so a list
of only bad rows needs no memory. Values of people are masked in both: a report travels by mail.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Protocol, TextIO

from sync.adapters.private_file import open_private_draft

PLAIN_TITLES: Final = ("row", "column", "code", "words", "value")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a row was not kept; `row` counts as a spreadsheet does, `value` may be shown to anybody."""

    row: int
    column: str
    code: str
    value: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


class Report(Protocol):
    """Whoever hears of every finding, in the order of rows."""

    def note(self, finding: Finding) -> None: ...


class SilentReport:
    """Hears and keeps nothing: the counts are enough."""

    def note(self, finding: Finding) -> None:
        """Let it go."""


class WordsFor(Protocol):
    """Says a finding in words for people."""

    def __call__(self, finding: Finding) -> str: ...


class FileReport:
    """Writes both files side by side as the findings come."""

    def __init__(self, table: TextIO, document: TextIO, say: WordsFor, titles: Sequence[str]) -> None:
        self._table, self._document, self._say = csv.writer(table), document, say
        self._table.writerow(titles)
        self._is_first = True

    def note(self, finding: Finding) -> None:
        words = self._say(finding)
        cells = (finding.row, finding.column, finding.code, words, finding.value)
        self._table.writerow([_as_text(str(cell)) for cell in cells])
        self._document.write("" if self._is_first else ",\n")
        row = {**asdict(finding), "words": words}
        self._document.write(json.dumps(row, ensure_ascii=False, sort_keys=True))
        self._is_first = False


def report_paths(path: Path) -> tuple[Path, Path]:
    """Give where the report for people and the one for programs go; nothing of the name is cut off."""
    return path.with_name(f"{path.name}.csv"), path.with_name(f"{path.name}.json")


@contextmanager
def report_files(path: Path, say: WordsFor, titles: Sequence[str] = PLAIN_TITLES) -> Iterator[FileReport]:
    """Open `path` with the endings .csv and .json, for their owner's eyes only; an error leaves neither.

    Half a report would look like a whole one, and the list is imported again anyway.
    """
    paths = report_paths(path)
    try:
        with _text_file(paths[0]) as table, _text_file(paths[1]) as document:
            table.write("\ufeff")  # or a spreadsheet takes the words for another encoding
            document.write("[")
            yield FileReport(table, document, say, titles)
            document.write("]\n")
    except BaseException:
        for one in paths:
            one.unlink(missing_ok=True)
        raise


@contextmanager
def _text_file(path: Path) -> Iterator[TextIO]:
    with open_private_draft(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        yield text
        text.detach().flush()


def _as_text(cell: str) -> str:
    """Keep a spreadsheet from running what somebody wrote into a list."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
