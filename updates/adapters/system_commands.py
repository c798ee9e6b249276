"""Another program run to its end: the check of a new version, or the system's installer."""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

_PATIENCE_SECONDS: Final = 600
# What a shutdown, a Ctrl+C and a terminal that is closed send; Windows knows no last one.
_ENDINGS: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
)


def run_command(command: Sequence[str]) -> bool:
    """Run a command line word for word, through no shell; say whether it ended well, and in time."""
    return _run(command, patience_seconds=_PATIENCE_SECONDS)


def run_installer(command: Sequence[str]) -> bool:
    """Run the system's installer likewise, for as long as it takes.

    Whoever ends it half way leaves a program of two versions behind; on an old disk it may take long. So no
    shutdown and no Ctrl+C ends it either. To be called on the main thread, where Python takes signals.
    """
    with _endings_ignored():
        return _run(command, patience_seconds=None)


@contextmanager
def _endings_ignored() -> Iterator[None]:
    """Ignore what would end this process; a program it starts meanwhile inherits that (execve(2))."""
    before = [(one, signal.signal(one, signal.SIG_IGN)) for one in _ENDINGS]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)


def _run(command: Sequence[str], *, patience_seconds: float | None) -> bool:
    try:
        # The first word is a file of a version whose signatures were verified, or the machine's own policy.
        done = subprocess.run(  # noqa: S603
            list(command), check=False, timeout=patience_seconds, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
