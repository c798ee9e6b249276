"""The words of coded answers: what `emp_status` 1 is called, in the language of the screen.

Records keep codes, people read words. A code the list does not know is shown as it
stands, because hiding it would hide a fault.
"""

import csv
from collections.abc import Mapping
from functools import cache
from typing import Final

from resources import read_text

_COLUMN: Final = {"zh_CN": "label_zh", "en": "label_en"}


class CodeLists:
    """All code lists in one language."""

    def __init__(self, language: str) -> None:
        self._labels = _load(_COLUMN[language])

    def label(self, list_name: str, code: str) -> str:
        return self._labels.get((list_name, code), code)


@cache
def _load(column: str) -> Mapping[tuple[str, str], str]:
    rows = csv.DictReader(read_text("lists/choices.tsv").splitlines(), delimiter="\t")
    return {(row["list_name"], row["code"]): row[column] for row in rows}
