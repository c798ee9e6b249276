"""Spreadsheet → form, through pyxform kept at arm's length.

pyxform reads what office people wrote and can raise anything, from its own errors
to a TypeError deep inside; whatever it raises becomes one of ours. It is given
bytes, never a path, and never asked to validate or to reach the network.
"""

import io
import zipfile
from typing import Final

from forms.errors import XlsFormRefusedError, XlsFormTooLargeError

MAX_WORKBOOK_BYTES: Final = 16 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024


def convert_xlsform(workbook: bytes, *, form_name: str) -> bytes:
    """Convert an .xlsx form; the names of its nodes start with its `form_id`, else with `form_name`.

    Raises:
        XlsFormTooLargeError: over a limit, packed or unpacked.
        XlsFormRefusedError: pyxform did not accept it; `reason` is its own sentence.

    """
    return convert_with_warnings(workbook, form_name=form_name)[0]


def convert_with_warnings(workbook: bytes, *, form_name: str) -> tuple[bytes, tuple[str, ...]]:
    """Like `convert_xlsform`, with what pyxform would have the author look at."""
    _check_size(workbook)
    # Loaded here: a third of a second that only those pay who convert.
    from pyxform.xls2xform import convert  # noqa: PLC0415

    warnings: list[str] = []
    try:
        result = convert(
            io.BytesIO(workbook),
            warnings=warnings,
            validate=False,
            form_name=form_name,
            file_type=".xlsx",
            pretty_print=True,
        )
        return str(result.xform).encode(), tuple(result.warnings or warnings)
    except Exception as error:
        raise XlsFormRefusedError(reason=_reason(error)) from error


def _check_size(workbook: bytes) -> None:
    if len(workbook) > MAX_WORKBOOK_BYTES:
        raise XlsFormTooLargeError(limit=str(MAX_WORKBOOK_BYTES))
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise XlsFormRefusedError(reason="not an .xlsx workbook") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise XlsFormTooLargeError(limit=str(MAX_UNPACKED_BYTES))


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:500] or type(error).__name__
