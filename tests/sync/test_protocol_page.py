"""docs/protocol.md has a line for every way an exchange can stop."""

import importlib
import pkgutil
from pathlib import Path

import sync
from sync.errors import SyncError

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")


def every_error() -> set[type[SyncError]]:
    for module in pkgutil.walk_packages(sync.__path__, "sync."):
        importlib.import_module(module.name)
    # A server's own kinds are on its own page; whether they are loaded depends on the other tests.
    return {error for error in _below(SyncError) if error.__module__.startswith("sync.")}


def _below(error: type[SyncError]) -> set[type[SyncError]]:
    return {error, *(deeper for kind in error.__subclasses__() for deeper in _below(kind))}


def test_every_code_and_its_retry_hint_is_on_the_page() -> None:
    hints = {"later": "later", "after-unlock": "unlock", "never": "never"}
    lines = {f"| `{error.code}` | {hints[error.retry]} |" for error in every_error() if "code" in vars(error)}

    assert {line for line in lines if line not in PAGE} == set()
    assert len(lines) > 30
