"""The reviewable tables of a form, made into the plain rows an XLSForm workbook has.

Two things keep the tables short enough to read. A row of type `include` stands for
the rows of `parts/<name>.tsv`, so that consent, task and identity are asked in the
same way in every form. `{{name}}` or `{{name(argument)}}` stands for an expression of
`expressions.tsv`, where `{value}` is the argument; why it is so is written beside it.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "forms"
_REFERENCE_OR_PLAIN = r"(?:[^(){}]|\$\{\w+\})"
_ARGUMENT = rf"(?:{_REFERENCE_OR_PLAIN}|\({_REFERENCE_OR_PLAIN}*\))*"
_CALL = re.compile(rf"\{{\{{(\w+)(?:\(({_ARGUMENT})\))?\}}\}}")

Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def read_survey(form_id: str) -> list[Row]:
    """Give the rows of one form with its parts and expressions written out."""
    expressions = {row["name"]: row["expression"] for row in read_table(FOLDER / "expressions.tsv")}
    rows = _with_parts(read_table(FOLDER / f"{form_id}.tsv"))
    return [{column: _written_out(value, expressions) for column, value in row.items()} for row in rows]


def _with_parts(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        if row["type"] == "include":
            yield from read_table(FOLDER / "parts" / f"{row['name']}.tsv")
        else:
            yield row


def _written_out(text: str, expressions: dict[str, str]) -> str:
    def one(call: re.Match[str]) -> str:
        name, argument = call.group(1), call.group(2) or ""
        if name not in expressions:
            sys.exit(f"expressions.tsv has no {name!r}")
        return expressions[name].replace("{value}", argument)

    written_out = _CALL.sub(one, text)
    if "{{" in written_out:
        sys.exit(f"cannot be read as an expression: {text!r}")
    return written_out
