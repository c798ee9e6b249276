"""Makes each form's workbook and XForm from its reviewable table.

The tables in resources are the source: `forms/<form>.tsv` (the survey; `form_tables.py`
says how it is written), `forms/forms.tsv` (ids, versions, titles) and `lists/` (code
lists, divisions, occupations, which screens read too). People review tables, ODK tools
open workbooks, the program reads XForms; this script keeps the three the same.
The workbook carries no time of its own, so making it twice gives the same bytes.

    python scripts/make_forms.py [--check]
"""

import argparse
import io
import re
import sys
import zipfile
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from form_lists import LISTS, make_lists
from form_tables import FOLDER, Row, read_survey, read_table

from forms.xlsform import convert_with_warnings

DEFAULT_LANGUAGE = "中文 (zh)"
# What the columns of a code list are called in a workbook; the standard a list follows stays with us.
CHOICE_COLUMNS = {
    "list_name": "list_name",
    "code": "name",
    "label_zh": f"label::{DEFAULT_LANGUAGE}",
    "label_en": "label::English (en)",
}
NAMESPACES = 'qz="urn:quanjiuye:xlsform:1"'
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
_SELECT = re.compile(r"select_(?:one|multiple) (\w+)")
_MODIFIED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def read_choices(used: set[str]) -> list[Row]:
    """Give the code lists of these names as rows of a workbook."""
    rows = [row for row in read_table(LISTS / "choices.tsv") if row["list_name"] in used]
    return [{title: row[column] for column, title in CHOICE_COLUMNS.items()} for row in rows]


def make_workbook(form: Row) -> bytes:
    """Build the workbook of one form, with only the lists it uses."""
    survey = read_survey(form["form_id"])
    used = {match.group(1) for row in survey if (match := _SELECT.fullmatch(row["type"]))}
    choices = read_choices(used)
    settings = [{**form, "default_language": DEFAULT_LANGUAGE, "namespaces": NAMESPACES}]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(title)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([value or None for value in row.values()])
    packed = io.BytesIO()
    book.save(packed)
    return without_times(packed.getvalue())


def without_times(workbook: bytes) -> bytes:
    """Pack a workbook again with every time taken out."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist()):
            part = zipfile.ZipInfo(name, FIRST_MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, _MODIFIED.sub(b"", source.read(name)))
    return packed.getvalue()


def make_form(form: Row) -> dict[str, bytes]:
    """Give the files of one form by name; a warning of the converter is an error here."""
    workbook = make_workbook(form)
    xml, warnings = convert_with_warnings(workbook, form_name=form["form_id"])
    if warnings:
        sys.exit(f"{form['form_id']}: " + "\n".join(warnings))
    return {f"{form['form_id']}.xlsx": workbook, f"{form['form_id']}.xml": xml}


def is_current(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def write_files(made: dict[str, bytes]) -> None:
    for name, content in made.items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="write nothing; fail where a file differs")
    is_check = arguments.parse_args().check
    made = {f"media/{name}": content for name, content in make_lists().items()}
    for form in read_table(FOLDER / "forms.tsv"):
        made |= make_form(form)
    stale = [name for name, content in made.items() if not is_current(FOLDER / name, content)]
    if not is_check:
        write_files({name: made[name] for name in stale})
    for name in stale:
        print(("differs: " if is_check else "made: ") + name)
    return 1 if is_check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
