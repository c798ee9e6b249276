"""What a cell of an exported list shows: nothing a spreadsheet would run, and of people as little as needed.

What may be shown is listed, and everything else is masked: a field that somebody adds tomorrow is
closed until somebody has thought about it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from employment import mask_name, mask_phone, mask_resident_id
from resources import read_text
from sync.change import FieldValue


def _read_open_fields() -> Mapping[str, frozenset[str]]:
    rows = [line.split("\t") for line in read_text("export/columns.tsv").splitlines()[1:]]
    shown = {kind: frozenset(row[1] for row in rows if row[0] == kind and row[5]) for kind, *_ in rows}
    return dict(shown)


# Kind → the fields that say nothing about one person, or only what an office counts by.
OPEN_FIELDS: Final = _read_open_fields()
_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "person_name": mask_name,
    "head_name": mask_name,
    "contact_name": mask_name,
    "hr_name": mask_name,
    "id_no": mask_resident_id,
    "phone": mask_phone,
    "contact_phone": mask_phone,
    "hr_phone": mask_phone,
}
_HIDDEN: Final = "***"
# What makes a spreadsheet take a text for a formula, or hide what follows (OWASP, "CSV Injection").
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters no XML 1.0 document may hold (W3C XML 1.0, section 2.2), so no workbook either.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell_text(kind: str, field: str, value: FieldValue, *, is_full: bool) -> str:
    """Give the text of one cell; `is_full` shows everything as it is, but nothing that would run."""
    if value is None or value == "":
        return ""
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return harmless(written if is_full else _masked(kind, field, written))


def harmless(text: str) -> str:
    """Give a text no spreadsheet runs: one that would be a formula begins with an apostrophe."""
    printable = _UNPRINTABLE.sub("", text)
    return f"'{printable}" if printable.lstrip(" ").startswith(_RUNS) else printable


def unharmed(text: str) -> str:
    """Give back a text that `harmless` had to put an apostrophe before."""
    rest = text.removeprefix("'")
    return rest if rest.lstrip(" ").startswith(_RUNS) else text


def _masked(kind: str, field: str, written: str) -> str:
    if field in OPEN_FIELDS[kind]:
        return written
    return _MASKS.get(field, _hide)(written)


def _hide(_written: str) -> str:
    return _HIDDEN
