"""What the server needs of this copy: an installation begun, its libraries loaded, a workbook converted.

The installation is made in a temporary folder with keys of its own and is gone afterwards. A desktop
carries the server for demonstrations, without the driver of PostgreSQL and without the printing of sheets.
"""

import importlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from forms import convert_xlsform
from quancai.build_stamp import read_stamp
from quancai.self_check.running import Look
from resources import read_bytes
from server_stub.initialising import initialise
from sync.adapters.system import SystemEntropy

_FORM: Final = "employment_brief"
_OFFICE_LIBRARIES: Final = ("psycopg", "reportlab", "segno")


class WorkbookConvertedOtherwiseError(RuntimeError):
    """The converter of this copy makes another form of a workbook than the one that is shipped (a bug)."""


def server_looks() -> Iterator[tuple[str, Look]]:
    yield "server.begin", begin_installation
    yield "server.office", load_office_libraries
    yield "server.workbook", convert_workbook


def begin_installation() -> str:
    with TemporaryDirectory(prefix="quancai-") as folder:
        made = initialise(Path(folder) / "data", entropy=SystemEntropy())
        return f"{len(made.databases)} databases, {len(made.key_files)} keys"


def load_office_libraries() -> str:
    """Load what only an office's server needs: PostgreSQL and printed sheets."""
    is_office = "desktop" not in read_stamp().parts
    there = [name for name in _OFFICE_LIBRARIES if is_office or find_spec(name) is not None]
    for name in there:
        importlib.import_module(name)
    return " ".join(there) or "not included"


def convert_workbook() -> str:
    """Convert a shipped workbook in a process of its own, to the byte what is shipped."""
    converted = convert_xlsform(read_bytes(f"forms/{_FORM}.xlsx"), form_name=_FORM)
    if converted != read_bytes(f"forms/{_FORM}.xml"):
        raise WorkbookConvertedOtherwiseError(_FORM)
    return f"{len(converted)} bytes"
