"""Keeps None, True, False and NotImplemented alive under PySide6 6.12 on Python 3.11.

PySide6 6.12 is built as if these constants could not die, which is true from Python
3.12 on (PEP 683). On 3.11 every call of a Qt function without a result costs `None` one
reference, and after some five thousand calls the interpreter stops with "none_dealloc:
deallocating None" (measured: 200,000 times `QObject.setObjectName` never finish). So
we give them what 3.12 gives them: a reference count that cannot run out. The package
does this on import, before the first widget; on 3.12 and later there is nothing to do.
"""

import ctypes
import sys
from typing import Final

# Half of what the counter holds: neither counting down for years nor counting up overflows it.
LASTING: Final = 1 << 61
_IMMORTAL_SINCE: Final = (3, 12)
_CONSTANTS: Final = (None, True, False, NotImplemented)


def keep_constants_alive() -> None:
    """Raise the counts once; calling it again changes nothing that matters."""
    if sys.version_info >= _IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return
    for constant in _CONSTANTS:
        # The count is the first field of every object (PyObject.ob_refcnt).
        ctypes.c_ssize_t.from_address(id(constant)).value = LASTING
