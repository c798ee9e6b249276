"""`python -m quancai`: hands the arguments to the door and its answer to the shell."""

import sys

from quancai.door import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
