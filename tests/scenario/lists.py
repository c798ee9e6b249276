"""A city that takes lists: the township of the demonstration, and lists written for one test."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from server_stub.importing.columns import ListKind
from server_stub.importing.findings import Finding
from server_stub.importing.running import Importing, Summary
from tests.scenario.office import Office

Rows = Sequence[Sequence[object]]


@dataclass
class Findings:
    """A report that is only remembered."""

    noted: list[Finding] = field(default_factory=list)

    def note(self, finding: Finding) -> None:
        self.noted.append(finding)

    def codes(self) -> list[tuple[int, str, str]]:
        return [(one.row, one.column, one.code) for one in self.noted]


@dataclass
class Lists:
    """Lists on their way into an office's city."""

    office: Office
    folder: Path
    report: Findings = field(default_factory=Findings)
    opens_tasks: bool = True

    def csv(self, rows: Rows, *, encoding: str = "utf-8") -> Path:
        path = self.folder / "list.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    def xlsx(self, rows: Rows) -> Path:
        path, book = self.folder / "list.xlsx", Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        book.save(path)
        return path

    def take(self, kind: ListKind, path: Path, *, is_trial: bool = False, is_whole: bool = False) -> Summary:
        self.office.clock.advance(1)
        task_days = self.office.settings.task_days if self.opens_tasks else None
        importing = Importing(self.office.city, self.office.clock, self.office.entropy, task_days)
        return importing.run(kind, path, report=self.report, is_trial=is_trial, is_whole=is_whole)

    def residents(self, *rows: Sequence[object], encoding: str = "utf-8") -> Summary:
        return self.take(ListKind.RESIDENTS, self.csv([RESIDENT_TITLES, *rows], encoding=encoding))

    def vacancies(self, *rows: Sequence[object], is_whole: bool = False) -> Summary:
        return self.take(ListKind.VACANCIES, self.csv([VACANCY_TITLES, *rows]), is_whole=is_whole)


RESIDENT_TITLES = ("村居代码", "户号", "姓名", "证件号码", "手机号码", "就业状态", "用人单位")
VACANCY_TITLES = (
    "岗位编号", "单位统一社会信用代码", "用人单位", "岗位名称", "招聘人数", "工作地代码", "发布范围代码",
    "月薪下限", "有效期至", "状态",
)  # fmt: skip
XIANGSHAN, YANGGUANG = "350582001014", "350582001015"
EMPLOYER = "91350582MA3DEM0T05"
CAI_NUMBER = "350582198005189016"


def vacancy(
    number: str, *, openings: object = 20, offered_in: str = "350582", state: str = ""
) -> tuple[object, ...]:
    return (
        number,
        EMPLOYER,
        "晋江晨汐鞋业有限公司（演示）",
        "缝纫工",
        openings,
        XIANGSHAN,
        offered_in,
        5000,
        "2026-12-31",
        state,
    )
