"""The one door: `quancai`, and the demonstration that walks through the whole house.

This package may import everything; nothing imports it. Each sub-command imports its
side only when it runs, so that a server starts without Qt and a desktop without uvicorn.
"""

from sync.version import PROGRAM_VERSION

__version__ = PROGRAM_VERSION
