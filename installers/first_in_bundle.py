"""Runs before anything else in the frozen desktop: PySide6 is loaded with the code the bundle carries for it.

PyInstaller's own hook for PySide6 loads it before our first line, to tell Qt where its parts lie; by then it
would have compiled its support files (`desktop.support_code`). A hook named in `build.spec` comes first.
"""

import importlib

from desktop.support_code import kept_at, support_code_kept

with support_code_kept(kept_at()):
    importlib.import_module("PySide6")
