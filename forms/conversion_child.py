"""The process in which pyxform runs: it may fall over, hang or eat memory here and nowhere else.

The workbook comes on stdin, the form goes to stdout as one JSON object, and what
the converter prints by itself goes to stderr. A frozen program has no interpreter
to start: its own entry point hands the argument `CHILD_ARGUMENT` to `main`.
"""

import io
import json
import sys
from collections.abc import Sequence
from typing import Final

from forms.workbook_rows import Line, place_in_sentence, read_lines, rows_by_path

CHILD_ARGUMENT: Final = "convert-xlsform-in-this-process"


def main(arguments: Sequence[str]) -> None:
    """Convert what stands on stdin; `arguments` are the form's name and the limits of this process."""
    form_name, memory_bytes, cpu_seconds = arguments[0], int(arguments[1]), int(arguments[2])
    answers, sys.stdout = sys.stdout, sys.stderr
    limit_this_process(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)
    answers.write(json.dumps(convert_here(sys.stdin.buffer.read(), form_name=form_name)))
    answers.flush()


def limit_this_process(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Limit memory and computing time where the system can; elsewhere the parent's clock remains."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - exists on POSIX only

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


def convert_here(workbook: bytes, *, form_name: str) -> dict[str, object]:
    """Convert in this process: form, warnings and rows of questions, or the reason why not and its place."""
    # Loaded here, after the limits, and by nobody but this process.
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
    except Exception as error:  # noqa: BLE001 - the edge of a process: pyxform can raise anything
        refused = " ".join(str(error).split())[:500] or type(error).__name__
        return {"refused": refused, "place": place_in_sentence(refused, _lines(workbook))}
    return {
        "xml": str(result.xform),
        "warnings": [str(each) for each in result.warnings or warnings],
        "rows": rows_by_path(_lines(workbook)),
    }


def _lines(workbook: bytes) -> list[Line]:
    try:
        return read_lines(workbook)
    except Exception:  # noqa: BLE001 - the edge of a process: without rows, the paths still say where
        return []


if __name__ == "__main__":
    main(sys.argv[1:])
