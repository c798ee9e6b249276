import ast
from pathlib import Path

import pytest

from tests.architecture.sources import name_of, package_files, python_files, tree_of

MAX_LINES = 300
BANNED_STEMS = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "stuff"}
SHORTEST_REASON = 40


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_no_file_is_longer_than_one_subject(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_no_file_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in BANNED_STEMS


@pytest.mark.parametrize("path", package_files(), ids=name_of)
def test_every_module_says_why_it_exists(path: Path) -> None:
    reason = ast.get_docstring(tree_of(path)) or ""

    assert len(reason) >= SHORTEST_REASON


@pytest.mark.parametrize("path", package_files(), ids=name_of)
def test_no_module_imports_from_the_tests(path: Path) -> None:
    imported = {node.module or "" for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)}

    assert not {name for name in imported if name == "tests" or name.startswith("tests.")}
