"""Our own mistakes, where Python would print a traceback: told to the person, kept in the log.

Qt calls our slots, so an error in one has no caller of ours to catch it; it ends in
`sys.excepthook`. Threads have a hook of their own, and nobody to tell: they only log.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from resources.words import Words

if TYPE_CHECKING:
    from desktop.error_report import Draws


@contextmanager
def watched(tell: Callable[[BaseException], None], *, words: Words, entropy: "Draws") -> Iterator[None]:
    """Send every error nobody caught to `tell` while the program runs.

    `tell` is called on whatever thread the error happened, so it has to be a signal.
    """

    def in_a_slot(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            tell(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def in_a_thread(arguments: threading.ExceptHookArgs) -> None:
        if isinstance(arguments.exc_value, Exception):
            from desktop.error_report import report_error  # noqa: PLC0415 — the door comes up without it

            report_error(arguments.exc_value, words=words, entropy=entropy)

    before, threads_before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = in_a_slot, in_a_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, threads_before
