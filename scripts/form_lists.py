"""The lists that travel beside the forms as CSV files, made from the lists of `resources/lists`.

ODK clients take them from the form's media; a row's `name` is the answer that is
stored. Codes are as long as their level: 6 digits a county, 9 a town, 12 a village.
A county without towns in the list (金门县) cannot be answered and is left out.
A CSV list has one column of labels for all languages, so an occupation shows both.
"""

import csv
import io

from form_tables import FOLDER, Row, read_table

LISTS = FOLDER.parent / "lists"
DIGITS = {"county": 6, "town": 9, "village": 12}


def make_lists() -> dict[str, bytes]:
    """Give the lists by file name."""
    divisions = read_table(LISTS / "divisions.tsv")
    occupations = read_table(LISTS / "occupations.tsv")
    return {
        "qz_counties.csv": _table(_divisions(divisions, "county")),
        "qz_towns.csv": _table(_divisions(divisions, "town")),
        "qz_villages.csv": _table(_divisions(divisions, "village")),
        "qz_occupations.csv": _table([_occupation(row) for row in occupations]),
    }


def _divisions(divisions: list[Row], level: str) -> list[Row]:
    parents = {row["parent_code"] for row in divisions}
    kept = [
        row for row in divisions if row["level"] == level and (level == "village" or row["code"] in parents)
    ]
    return [_division(row, level) for row in kept]


def _division(row: Row, level: str) -> Row:
    code = row["code"]
    above = {"town": {"county": code[:6]}, "village": {"town": code[:9], "county": code[:6]}}
    return {
        "name": code[: DIGITS[level]],
        "label": row["name"],
        **above.get(level, {}),
        "pinyin": row["pinyin"],
        "initials": row["initials"],
    }


def _occupation(row: Row) -> Row:
    return {
        "name": row["code"],
        "label": f"{row['label_zh']} · {row['label_en']}",
        "cluster": row["cluster"],
        "occ_code": row["occ_code"],
    }


def _table(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
