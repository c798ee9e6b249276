"""The sheet of an invitation: its code reads as the invitation, nobody but its owner may read it."""

import io
import stat
from datetime import datetime
from pathlib import Path

import cv2
import pytest
import zxingcpp
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from resources.words import Words
from server_stub.enrolment_sheet import Sheet, draw_sheet, write_sheet
from server_stub.errors import FileNotWrittenError
from server_stub.inviting import Handover, hand_over, make_invitation
from server_stub.platform.form_shelf import CITY_TIME
from sync.keys.enrolment import decode_invitation, encode_invitation
from tests.scenario.office import Office
from tests.scenario.realm import TOWNSHIP

WORDS = Words("zh_CN")


@pytest.fixture(autouse=True)
def relay_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANCAI_RELAY_URL", "https://relay.example")


def test_file_and_picture_are_the_same_invitation(office: Office, tmp_path: Path) -> None:
    invitation = make_invitation(office.folder, scope=(TOWNSHIP,))
    handover = Handover(tmp_path / "join.qjy", tmp_path / "join.png", tmp_path / "join.pdf")

    written = hand_over(invitation, handover, words=WORDS)

    [code] = zxingcpp.read_barcodes(cv2.imread(str(tmp_path / "join.png")))
    assert code.text == (tmp_path / "join.qjy").read_text("ascii") == encode_invitation(invitation)
    assert decode_invitation(code.text, now_ms=0).scope == (TOWNSHIP,)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_the_sheet_is_one_page_with_embedded_words(office: Office, tmp_path: Path) -> None:
    invitation = make_invitation(office.folder, scope=(TOWNSHIP, "350582000000"))

    hand_over(invitation, Handover(sheet=tmp_path / "join.pdf"), words=WORDS)

    page = (tmp_path / "join.pdf").read_bytes()
    assert page.startswith(b"%PDF-")
    assert page.count(b"/Type /Page\n") == 1
    assert page.count(b"/FontFile2") == 2
    assert len(page) < 200_000


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_long_scope_stays_on_the_page(language: str) -> None:
    sheet = Sheet(
        code="QZI1:" + "A1" * 600,
        places=["泉州市晋江市东石镇" + "很长的村名" * 3] * 6,
        relay_url="https://relay.example/" + "x" * 60,
        suite=3,
        ends=datetime(2026, 11, 30, 9, 0, tzinfo=CITY_TIME),
        roots_digest="ab" * 32,
    )

    ends_above = draw_sheet(Canvas(io.BytesIO(), pagesize=A4), sheet, Words(language))

    assert ends_above > 10 * mm


def test_a_name_that_looks_like_markup_is_only_words(tmp_path: Path) -> None:
    sheet = Sheet("QZI1:A", ["<para><b>&"], "https://relay.example", 1, datetime.now(CITY_TIME), "ab" * 32)

    write_sheet(sheet, tmp_path / "join.pdf", words=WORDS)

    assert (tmp_path / "join.pdf").stat().st_size > 1000


def test_a_sheet_that_cannot_be_written_is_told(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    invitation = make_invitation(office.folder, scope=(TOWNSHIP,))

    with pytest.raises(FileNotWrittenError):
        hand_over(invitation, Handover(picture=tmp_path / "file" / "join.png"), words=WORDS)
