"""Spreadsheet → form, through pyxform kept at arm's length.

pyxform reads what office people wrote and can raise anything, run for ever or take
all memory; it runs in a process of its own, with limits, and whatever becomes of
that process becomes a form or one of our errors. It is given bytes, never a path,
and never asked to validate or to reach the network.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forms.conversion_child import CHILD_ARGUMENT
from forms.errors import (
    XlsFormConverterError,
    XlsFormNotAWorkbookError,
    XlsFormRefusedError,
    XlsFormTimeoutError,
    XlsFormTooLargeError,
)

MAX_WORKBOOK_BYTES: Final = 16 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ConverterLimits:
    """How long and with how much memory a conversion may run."""

    seconds: int = 60
    memory_bytes: int = 2 * 1024**3


DEFAULT_LIMITS: Final = ConverterLimits()


@dataclass(frozen=True, slots=True)
class ConvertedWorkbook:
    """A form, what pyxform would have its author look at, and where its questions stand in the workbook."""

    xml: bytes
    warnings: tuple[str, ...]
    rows: Mapping[str, int]  # path below the root → row of the sheet `survey`, the header being 1


def convert_xlsform(workbook: bytes, *, form_name: str) -> bytes:
    """Convert an .xlsx form; the names of its nodes start with its `form_id`, else with `form_name`.

    Raises:
        XlsFormNotAWorkbookError: another kind of file, whatever its name says.
        XlsFormTooLargeError: over a limit, packed or unpacked.
        XlsFormRefusedError: pyxform did not accept it; `reason` is its own sentence.
        XlsFormTimeoutError, XlsFormConverterError: it came to no end, or to a bad one.

    """
    return convert_workbook(workbook, form_name=form_name).xml


def convert_with_warnings(workbook: bytes, *, form_name: str) -> tuple[bytes, tuple[str, ...]]:
    """Like `convert_xlsform`, with what pyxform would have the author look at."""
    converted = convert_workbook(workbook, form_name=form_name)
    return converted.xml, converted.warnings


def convert_workbook(
    workbook: bytes, *, form_name: str, limits: ConverterLimits = DEFAULT_LIMITS
) -> ConvertedWorkbook:
    """Like `convert_xlsform`, with all an author should hear about."""
    _check_size(workbook)
    arguments = [form_name, str(limits.memory_bytes), str(limits.seconds)]
    written = run_converter([*_converter_command(), *arguments], workbook, limits=limits)
    try:
        answer = json.loads(written)
        if "refused" in answer:
            raise XlsFormRefusedError(reason=str(answer["refused"]), **_place(answer["place"]))
        rows = {str(path): int(row) for path, row in answer["rows"].items()}
        return ConvertedWorkbook(str(answer["xml"]).encode(), tuple(map(str, answer["warnings"])), rows)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise XlsFormConverterError(status="0") from error


def run_converter(command: Sequence[str], workbook: bytes, *, limits: ConverterLimits) -> bytes:
    """Run one conversion in a process of its own and give what it wrote.

    Raises:
        XlsFormTimeoutError: it took too long and was ended.
        XlsFormConverterError: it could not be started, or ended by itself without an answer.

    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter or program; the workbook is data on stdin
            command,
            input=workbook,
            capture_output=True,
            timeout=limits.seconds,
            env=environment,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise XlsFormTimeoutError(seconds=str(limits.seconds)) from error
    except OSError as error:
        raise XlsFormConverterError(status=str(error.errno)) from error
    if ended.returncode != 0:
        raise XlsFormConverterError(status=str(ended.returncode))
    return ended.stdout


def _converter_command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-m", "forms.conversion_child"]


def _place(place: Sequence[object] | None) -> dict[str, str]:
    if place is None:
        return {}
    sheet, row = place
    return {"sheet": str(sheet), "row": str(row)}


def _check_size(workbook: bytes) -> None:
    if len(workbook) > MAX_WORKBOOK_BYTES:
        raise XlsFormTooLargeError(limit=str(MAX_WORKBOOK_BYTES))
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise XlsFormNotAWorkbookError from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise XlsFormTooLargeError(limit=str(MAX_UNPACKED_BYTES))
