"""`python -m quancai`: hands the arguments to the door and its answer to the shell.

A frozen program is its own interpreter: called with the converter's argument it is
the process in which a workbook is converted, and nothing else.
"""

import sys

from quancai.exit_codes import ExitCode

# `forms.conversion_child.CHILD_ARGUMENT`, without loading the forms for every command.
CONVERSION = "convert-xlsform-in-this-process"


def main() -> None:
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)


def _run() -> int:
    # Loading takes time, and Ctrl+C in it must not end in a traceback.
    if sys.argv[1:2] == [CONVERSION]:
        from forms import conversion_child  # noqa: PLC0415

        conversion_child.main(sys.argv[2:])
        return ExitCode.OK
    from quancai.door import run  # noqa: PLC0415

    return run(sys.argv[1:] or _asked_by_nothing())


def _asked_by_nothing() -> list[str]:
    """Open the program for whoever double-clicks a packaged one; a source tree shows how it is used."""
    if not getattr(sys, "frozen", False):
        return []
    from quancai.build_stamp import read_stamp  # noqa: PLC0415

    return ["app"] if "desktop" in read_stamp().parts else []


if __name__ == "__main__":
    main()
