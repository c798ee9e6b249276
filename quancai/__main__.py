"""`python -m quancai`: hands the arguments to the door and its answer to the shell.

A frozen program is its own interpreter: called with the converter's argument it is
the process in which a workbook is converted, and nothing else.
"""

import sys

from forms import conversion_child
from quancai.door import run


def main() -> None:
    if sys.argv[1:2] == [conversion_child.CHILD_ARGUMENT]:
        conversion_child.main(sys.argv[2:])
        return
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
