"""What the program's exit status means, so that scripts and service units can rely on it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Documented in `quancai --help` and docs/commands.md; numbers never change meaning."""

    OK = 0
    FAILED = 1  # the command ran and its result is negative: a broken promise, a code not found
    USAGE = 2  # the call itself was wrong (argparse's own number)
    MISSING_PIECE = 3  # the system lacks something; the message names the Debian package
    BAD_INPUT = 4  # a file or value was refused; the message carries the error's code
    UNREACHABLE = 5  # the server could not be reached; nothing was lost
    PUT_OFF = 6  # something else has to end first; nothing was changed, and the next attempt goes on there
    INTERRUPTED = 130  # stopped by the person (Ctrl+C)
    OUR_FAULT = 70  # an unexpected error of the program itself (sysexits: EX_SOFTWARE)
