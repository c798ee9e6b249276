"""Workbooks that make the converter fall over, hang or eat memory: a coded error each time, no more."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from forms import FormError, convert_xlsform, load_form
from forms.conversion_child import CHILD_ARGUMENT, convert_here
from forms.errors import (
    XlsFormConverterError,
    XlsFormNotAWorkbookError,
    XlsFormRefusedError,
    XlsFormTimeoutError,
    XlsFormTooLargeError,
)
from forms.xlsform import ConverterLimits, convert_with_warnings, run_converter

BRIEF = Path(__file__).resolve().parents[2] / "resources" / "forms" / "employment_brief.xlsx"
SHORT = ConverterLimits(seconds=1)


def python(program: str) -> list[str]:
    return [sys.executable, "-S", "-c", program]


def packed(name: str, content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return archive.getvalue()


def test_a_workbook_is_converted_in_a_process_of_its_own() -> None:
    xml, warnings = convert_with_warnings(BRIEF.read_bytes(), form_name="brief")

    assert load_form(xml).faults == ()
    assert warnings == ()


def test_the_program_itself_can_be_the_converter_when_it_is_frozen() -> None:
    command = [sys.executable, "-m", "quancai", CHILD_ARGUMENT, "brief", str(2 * 1024**3), "30"]

    written = run_converter(command, BRIEF.read_bytes(), limits=ConverterLimits())

    assert "employment_brief" in json.loads(written)["xml"]


def test_a_converter_that_never_ends_is_ended() -> None:
    with pytest.raises(XlsFormTimeoutError):
        run_converter(python("while True: pass"), b"", limits=SHORT)


@pytest.mark.parametrize(
    "program",
    ["import os; os.abort()", "import os; os._exit(9)", "raise RecursionError", "exit(1)"],
)
def test_a_converter_that_crashes_is_an_error_and_not_our_end(program: str) -> None:
    with pytest.raises(XlsFormConverterError):
        run_converter(python(program), b"", limits=SHORT)


def test_a_converter_that_cannot_be_started_is_an_error() -> None:
    with pytest.raises(XlsFormConverterError):
        run_converter(["/nowhere/at/all"], b"", limits=SHORT)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
def test_a_converter_that_eats_memory_meets_its_limit() -> None:
    greedy = (
        "from forms.conversion_child import limit_this_process;"
        "limit_this_process(memory_bytes=300 * 1024**2, cpu_seconds=5);"
        "b'x' * 1024**3"
    )

    with pytest.raises(XlsFormConverterError):
        run_converter([sys.executable, "-c", greedy], b"", limits=ConverterLimits(seconds=10))


def test_whatever_the_converter_prints_its_answer_stays_readable() -> None:
    noisy = (
        "import pyxform.xls2xform as x; f = x.convert; x.convert = lambda *a, **k: (print(1), f(*a, **k))[1]"
    )
    program = f"{noisy}; from forms.conversion_child import main; main(['brief', str(2 * 1024**3), '30'])"

    written = run_converter([sys.executable, "-c", program], BRIEF.read_bytes(), limits=ConverterLimits())

    assert json.loads(written)["warnings"] == []


def test_whatever_the_converter_raises_becomes_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_over(*_arguments: object, **_options: object) -> None:
        raise TypeError("deep inside")

    monkeypatch.setattr("pyxform.xls2xform.convert", fall_over)

    assert convert_here(b"", form_name="x") == {"refused": "deep inside", "place": None}


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"xml": 1}', "no json"])
def test_a_converter_that_answers_nonsense_is_an_error(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nonsense(*_arguments: object, **_options: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], 0, stdout=answer.encode(), stderr=b"")

    monkeypatch.setattr(subprocess, "run", nonsense)

    with pytest.raises(XlsFormConverterError):
        convert_xlsform(packed("x", b""), form_name="x")


@pytest.mark.parametrize(
    ("workbook", "refusal"),
    [
        (b"", XlsFormNotAWorkbookError),
        (b"not a workbook", XlsFormNotAWorkbookError),
        (b"PK\x05\x06" + b"\x00" * 18, XlsFormRefusedError),
    ],
)
def test_what_is_no_workbook_is_refused(workbook: bytes, refusal: type[FormError]) -> None:
    with pytest.raises(refusal):
        convert_xlsform(workbook, form_name="x")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.xlsform.MAX_UNPACKED_BYTES", 1024**2)
    bomb = packed("xl/worksheets/sheet1.xml", b"\0" * (2 * 1024**2))

    with pytest.raises(XlsFormTooLargeError):
        convert_xlsform(bomb, form_name="x")
    assert len(bomb) < 10_000


def test_a_huge_workbook_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.xlsform.MAX_WORKBOOK_BYTES", 1000)

    with pytest.raises(XlsFormTooLargeError):
        convert_xlsform(b"x" * 1001, form_name="x")
