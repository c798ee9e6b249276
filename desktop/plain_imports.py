"""Imports as Python does them, without PySide6's look into every module.

PySide6 puts an import of its own in the place of Python's, so that a module may say
`from __feature__ import snake_case`. To know who has said so, it asks `inspect` for the
source of every module imported afterwards, which reads that file and keeps its lines for
good. We never say it, and pay for it at every start: measured with PySide6 6.12, the
whole program loads in 1.05 s instead of 1.35 s and holds 24 MB less without. So Python's
own import, which PySide6 keeps beside its own, is put back before the rest is loaded.
"""

import builtins
import importlib
import sys
from typing import Final

from desktop.support_code import kept_at, support_code_kept

_QT: Final = "PySide6.QtCore"
_KEPT_BY_PYSIDE: Final = "__orig_import__"


def import_plainly() -> None:
    """Load Qt, then put Python's import back; a PySide6 that has replaced nothing is left as it is."""
    if _QT not in sys.modules:
        with support_code_kept(kept_at()):
            importlib.import_module(_QT)
    builtins.__import__ = getattr(builtins, _KEPT_BY_PYSIDE, builtins.__import__)
