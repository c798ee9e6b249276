"""Taking a list into the city of a data folder, and the template for one: for a command or a page.

The report stands beside nothing else: whoever calls says where it goes and who says the words.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from server_stub.data_folder import load_settings, open_city
from server_stub.database import require_database
from server_stub.errors import FileNotWrittenError
from server_stub.importing import enterprises, residents, vacancies
from server_stub.importing.columns import EXAMPLE_MARKS, ListKind
from server_stub.importing.errors import ListUnreadableError, RecordsElsewhereError
from server_stub.importing.findings import PLAIN_TITLES, WordsFor, report_files, report_paths
from server_stub.importing.running import Importing, Summary
from server_stub.list_formats import format_of, write_rows
from sync.adapters.system import SystemClock, SystemEntropy

_COLUMNS = {
    ListKind.RESIDENTS: residents.COLUMNS,
    ListKind.ENTERPRISES: enterprises.COLUMNS,
    ListKind.VACANCIES: vacancies.COLUMNS,
}


def import_list(
    data_folder: Path,
    kind: ListKind,
    path: Path,
    *,
    report: Path,
    say: WordsFor,
    titles: Sequence[str] = PLAIN_TITLES,
    is_trial: bool = False,
    is_whole: bool = False,
    sends_nobody: bool = False,
) -> Summary:
    """Import a list and write what was wrong with it to `report` with the endings .csv and .json.

    Doubts about residents become tasks, unless it `sends_nobody`.

    Raises:
        ListUnreadableError, ListTooLargeError, ListColumnsError: the list as a whole cannot be used.
        RecordsElsewhereError: another system keeps the records.
        StorageUnavailableError: there is no city here, or its database cannot be used.

    """
    if path.resolve() in {one.resolve() for one in report_paths(report)}:
        raise ListUnreadableError(reason="report in its place")
    settings = load_settings(data_folder)
    if settings.city_system_url:
        raise RecordsElsewhereError
    require_database(settings.city_database)
    city = open_city(settings)
    try:
        with report_files(report, say, titles) as findings:
            task_days = None if sends_nobody else settings.task_days
            importing = Importing(city, SystemClock(), SystemEntropy(), task_days)
            return importing.run(kind, path, report=findings, is_trial=is_trial, is_whole=is_whole)
    finally:
        city.close()


def template(kind: ListKind, language: str) -> str:
    """Give a CSV with the titles of a list, required ones starred, and a row that says it is an example."""
    written = io.StringIO()
    csv.writer(written).writerows(_template_rows(kind, language))
    return written.getvalue()


def write_template(kind: ListKind, language: str, path: Path) -> None:
    """Write the same to a file; its name ends in .csv or .xlsx.

    Raises:
        ListFormatUnknownError: it ends otherwise.
        FileNotWrittenError: no room, no right, or no such folder.

    """
    form = format_of(path)
    try:
        with path.open("wb") as file:
            write_rows(file, _template_rows(kind, language), form)
    except OSError as error:
        raise FileNotWrittenError(name=path.name) from error


def _template_rows(kind: ListKind, language: str) -> tuple[list[str], list[str]]:
    columns, is_chinese = _COLUMNS[kind], language.startswith("zh")
    mark = EXAMPLE_MARKS["zh_CN" if is_chinese else "en"]
    titles = [one.zh if is_chinese else one.en for one in columns]
    starred = [f"{title}*" if one.is_required else title for one, title in zip(columns, titles, strict=True)]
    return starred, [f"{mark}{one.example}" if one.marks_example else one.example for one in columns]
