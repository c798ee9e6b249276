"""The source files the architecture tests read, so that every rule looks at the same set."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_KEY = re.compile(r"(screens|terminal)(\.[a-z0-9_]+){2,}")
PACKAGES = (
    "quancai",
    "desktop",
    "server_stub",
    "sync",
    "store",
    "forms",
    "employment",
    "resources",
    "updates",
)


def package_files() -> tuple[Path, ...]:
    return tuple(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))


def python_files() -> tuple[Path, ...]:
    others = (
        path
        for folder in ("tests", "bench", "scripts", "installers")
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
    return (*package_files(), *others)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def error_codes() -> Iterator[tuple[str, Path]]:
    """Every `code = "…"` written in the body of a class whose name ends in Error."""
    for path in package_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                yield from ((code, path) for code in _codes_in(node))


def _codes_in(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.AnnAssign):
            target = statement.target
        value = getattr(statement, "value", None)
        named_code = isinstance(target, ast.Name) and target.id == "code"
        if named_code and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def word_keys() -> Iterator[tuple[str, Path]]:
    """Every literal in the source that looks like a whole key of the catalogue."""
    for path in package_files():
        tree = tree_of(path)
        pieces = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in pieces else None
            if isinstance(text, str) and _KEY.fullmatch(text):
                yield text, path
