"""Printing a filled form: masked unless somebody says what for, and that is kept before anything is shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.form_entry.filled_files import FileContent
from desktop.form_entry.form_printing import PrintPorts
from desktop.form_entry.paper import write_pdf
from desktop.form_entry.print_sheet import PrintSheet
from desktop.form_entry.printed_form import PrintedForm, PrintedGroup, PrintedLine
from desktop.form_entry.questions.photo_encoding import encode_drawing
from desktop.settings.printers import fitting_printer
from store.errors import StoreDiskFullError
from tests.desktop.any_form import OpenForm, one_page, show
from tests.scenario.form_scenario import ask, bind, choose

DOOR = encode_drawing(QImage(800, 400, QImage.Format.Format_RGB888), max_pixels=1600)
FORM = one_page(
    "<name/><phone/><tel/><ill/><born/><street/><wage/><job/><trade/><note/><door/>",
    bind("name", qz_validator="cn_name"),
    bind("phone", qz_validator="cn_mobile"),
    bind("tel", qz_validator="cn_telephone"),
    bind("ill", qz_pii="敏感"),
    bind("born", type="date", qz_pii="一般"),
    bind("street", qz_pii="一般"),
    bind("wage", type="int", qz_pii="一般"),
    bind("job", qz_pii="一般"),
    bind("trade", qz_pii="无"),
    '<bind nodeset="/data/door" type="binary"/>',
    body=(
        ask("name"),
        ask("phone"),
        ask("tel"),
        ask("ill"),
        ask("born"),
        ask("street"),
        ask("wage"),
        choose("job", "a", "b"),
        ask("trade"),
        ask("note"),
        '<upload ref="/data/door" mediatype="image/*"><label>door</label></upload>',
    ),
)


def answers(printed: PrintedForm) -> dict[str, str]:
    return {line.asked: line.answer for line in printed.groups[0].lines}


@dataclass
class Office:
    """A printer that keeps what it got, and a log that can refuse."""

    folder: Path
    printed: list[PrintedForm] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)
    error: Exception | None = None
    has_paper: bool = True

    def disclose(
        self, purpose: str, *, done: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        if self.error is not None:
            failed(self.error)
            return
        self.purposes.append(purpose)
        done()

    def print_form(self, _parent: QWidget, form: PrintedForm) -> bool:
        if self.has_paper:
            self.printed.append(form)
        return self.has_paper

    def ports(self) -> PrintPorts:
        return PrintPorts(
            self.disclose,
            stamp=lambda: "林秀梅 2026-11-22 09:41",
            choose_path=lambda _parent, _title, name: self.folder / name,
            print_form=self.print_form,
        )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def form(qtbot: QtBot, dressed: QApplication, office: Office) -> OpenForm:
    """The form filled, at its review."""
    opened = show(qtbot, FORM, printing=office.ports())
    opened.page.presenter.answer("/data/name", "蔡志明")
    opened.page.presenter.answer("/data/phone", "13805551234")
    opened.page.presenter.answer("/data/tel", "0595-85661234")
    opened.page.presenter.answer("/data/ill", "糖尿病")
    opened.page.presenter.answer("/data/born", "1980-05-18")
    opened.page.presenter.answer("/data/street", "象山路 12 号")
    opened.page.presenter.answer("/data/wage", "4500")
    opened.page.presenter.answer("/data/job", "a")
    opened.page.presenter.answer("/data/trade", "石材")
    opened.page.presenter.answer("/data/note", "住在女儿家")
    opened.page.presenter.attach("/data/door", FileContent(DOOR, ".png"))
    opened.page.presenter.go_on()
    opened.page.view.print_chosen.emit()
    return opened


def sheet(form: OpenForm) -> PrintSheet:
    return form.page.view.findChildren(PrintSheet)[-1]


def test_a_print_is_masked_by_the_class_of_each_field_and_shows_no_photo(
    form: OpenForm, office: Office
) -> None:
    sheet(form).paper.click()

    [printed] = office.printed
    assert answers(printed) == {
        "name": "蔡*明",
        "phone": "138****1234",
        "tel": "059******1234",
        "ill": "已填，不打印",
        "born": "1980-**-**",
        "street": "象***",
        "wage": "已填，不打印",
        "job": "A",
        "trade": "石材",
        "note": "已填，不打印",  # the form has no class for it
        "door": "已有照片",
    }
    assert [line.asked for line in printed.groups[0].lines if line.picture] == []
    assert printed.foot == "已遮盖 · 林秀梅 2026-11-22 09:41"
    assert printed.subject == "蔡*明 · 尾号 0035"  # and not where they live
    assert office.purposes == []


def test_a_full_print_asks_what_for_and_keeps_it_first(form: OpenForm, office: Office) -> None:
    QTest.keyClick(sheet(form).masked, Qt.Key.Key_2)
    sheet(form).purpose.set_text("交派出所核对")
    sheet(form).paper.click()

    assert office.purposes == ["交派出所核对"]
    assert answers(office.printed[0])["ill"] == "糖尿病"
    assert answers(office.printed[0])["street"] == "象山路 12 号"
    assert office.printed[0].subject == "蔡*明 · 象山路 12 号"
    assert office.printed[0].groups[0].lines[-1].picture == DOOR
    assert office.printed[0].foot == "全文 · 用途：交派出所核对 · 林秀梅 2026-11-22 09:41"


def test_without_a_purpose_nothing_is_printed_in_full(form: OpenForm, office: Office) -> None:
    sheet(form).full.click()
    sheet(form).paper.click()

    assert office.printed == []
    assert sheet(form).purpose.error == "先写明用途，会和档案一起留下记录"


def test_where_the_purpose_cannot_be_kept_nothing_is_printed(form: OpenForm, office: Office) -> None:
    office.error = StoreDiskFullError()
    sheet(form).full.click()
    sheet(form).purpose.set_text("核对")
    sheet(form).paper.click()

    assert office.printed == []
    assert form.page.view.banner.isVisible()


def test_a_printer_that_takes_nothing_is_told(form: OpenForm, office: Office) -> None:
    office.has_paper = False
    sheet(form).paper.click()

    assert form.page.view.banner.isVisible()


def test_a_file_is_a_pdf_of_pages(form: OpenForm, office: Office) -> None:
    sheet(form).file.click()

    [written] = office.folder.glob("*.pdf")
    assert written.read_bytes().startswith(b"%PDF-")
    assert b"/Type /Page" in written.read_bytes()


def test_a_full_print_shows_the_photo_and_words_where_it_cannot_be_read(dressed: QApplication) -> None:
    shown = PrintedForm("表", "", (PrintedGroup("门牌", (PrintedLine("照片", "已有照片", DOOR),)),))
    torn = PrintedForm("表", "", (PrintedGroup("门牌", (PrintedLine("照片", "已有照片", DOOR[:20]),)),))

    assert b"/Subtype /Image" in write_pdf(shown)
    assert b"/Subtype /Image" not in write_pdf(torn)


@pytest.mark.parametrize(
    ("chosen", "printer"), [("柜台打印机", "柜台打印机"), ("已拆走", "大厅"), ("", "大厅")]
)
def test_the_printer_of_the_settings_is_offered_while_the_system_has_it(
    monkeypatch: pytest.MonkeyPatch, chosen: str, printer: str
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["大厅", "柜台打印机"])
    monkeypatch.setattr(QPrinterInfo, "defaultPrinterName", lambda: "大厅")

    assert fitting_printer(chosen) == printer


def test_a_place_that_cannot_be_written_is_said(form: OpenForm, office: Office) -> None:
    office.folder = office.folder / "gone"
    sheet(form).file.click()

    assert form.page.view.banner.isVisible()
