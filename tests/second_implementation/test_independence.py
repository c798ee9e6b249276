"""The second implementation proves the page only as long as nothing of the product helps it."""

import ast
import sys
from pathlib import Path

import pytest

OWN = "tests.second_implementation"
LIBRARIES = {"cbor2", "cryptography", "zstandard"}
MODULES = [path for path in sorted(Path(__file__).parent.glob("*.py")) if not path.name.startswith("test_")]


def imported_by(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_imports_three_libraries_and_nothing_of_the_product(path: Path) -> None:
    strangers = {name for name in imported_by(path) if not name.startswith(OWN)}

    assert {name.partition(".")[0] for name in strangers} <= LIBRARIES | sys.stdlib_module_names


def test_modules_were_found_at_all() -> None:
    assert len(MODULES) > 10
