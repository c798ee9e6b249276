"""The code of PySide6's support files is compiled once, kept, and never taken for other text."""

import builtins
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from desktop.support_code import kept_at, support_code_kept

_NAME = "shibokensupport/signature/loader.py"


@pytest.fixture(autouse=True)
def bytecode_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep code as an installed program does, whatever this run of the tests was told."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every name that is really compiled."""
    names: list[str] = []
    plainly: Callable[..., Any] = builtins.compile

    def note(source: Any, filename: str, *others: Any, **named: Any) -> Any:
        names.append(filename)
        return plainly(source, filename, *others, **named)

    monkeypatch.setattr(builtins, "compile", note)
    return names


def load(path: Path, text: bytes, *, name: str = _NAME) -> object:
    """Do what PySide6 does with one of its files, and give what it made of it."""
    made: dict[str, object] = {}
    with support_code_kept(path):
        code: CodeType = compile(text, name, "exec")
        exec(code, made)
    return made.get("answer")


def test_a_support_file_is_compiled_at_the_first_start_only(tmp_path: Path, compiled: list[str]) -> None:
    answers = [load(tmp_path / "kept.code", b"answer = 7"), load(tmp_path / "kept.code", b"answer = 7")]

    assert answers == [7, 7]
    assert compiled == [_NAME]


def test_another_pyside_is_compiled_anew(tmp_path: Path, compiled: list[str]) -> None:
    load(tmp_path / "kept.code", b"answer = 7")

    assert load(tmp_path / "kept.code", b"answer = 8") == 8
    assert compiled == [_NAME, _NAME]


@pytest.mark.parametrize(
    "damaged",
    [b"", b"\x00\x00\x00\x00", *(importlib.util.MAGIC_NUMBER + rest for rest in (b"", b"{", b"N", b"?"))],
)
def test_a_file_of_another_interpreter_or_a_damaged_one_is_written_anew(
    tmp_path: Path, compiled: list[str], damaged: bytes
) -> None:
    kept = tmp_path / "kept.code"
    kept.write_bytes(damaged)

    assert load(kept, b"answer = 7") == 7
    assert load(kept, b"answer = 7") == 7
    assert compiled == [_NAME]


def test_what_is_not_pysides_is_compiled_as_ever(tmp_path: Path, compiled: list[str]) -> None:
    load(tmp_path / "kept.code", b"answer = 7", name="forms/rules.py")

    assert load(tmp_path / "kept.code", b"answer = 7", name="forms/rules.py") == 7
    assert compiled == ["forms/rules.py", "forms/rules.py"]
    assert not (tmp_path / "kept.code").exists()


def test_future_lines_of_the_caller_hold_for_what_it_compiles(tmp_path: Path) -> None:
    """The support files are compiled under the `annotations` of PySide6's own loader."""
    caller = "from __future__ import annotations\nmade = compile(text, name, 'exec')\n"
    text = b"def answer(x: NoSuchName): ...\n"
    before: dict[str, Any] = {"text": text, "name": _NAME}
    with support_code_kept(tmp_path / "kept.code"):
        exec(compile(caller, "caller.py", "exec", dont_inherit=True), before)
    made: dict[str, Any] = {}

    exec(before["made"], made)

    assert made["answer"].__annotations__ == {"x": "NoSuchName"}


def test_what_only_the_makers_of_pyside_call_waits_until_it_is_asked_for(tmp_path: Path) -> None:
    generator = ModuleType("pyi_generator")
    text = b"ready.append(1)\nanswer = 7\n"
    ready: list[int] = []
    vars(generator)["ready"] = ready
    with support_code_kept(tmp_path / "kept.code"):
        exec(compile(text, "shibokensupport/signature/lib/pyi_generator.py", "exec"), vars(generator))
    has_path, before = hasattr(generator, "__path__"), list(ready)

    answer = generator.answer

    assert not has_path
    assert before == []
    assert answer == 7
    assert ready == [1]
    with pytest.raises(AttributeError):
        _ = generator.no_such_name


def test_where_nothing_can_be_written_the_start_goes_on(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_bytes(b"")

    assert load(tmp_path / "no-folder" / "kept.code", b"answer = 7") == 7


def test_an_error_leaves_pythons_own_compiler_in_place(tmp_path: Path) -> None:
    plainly = builtins.compile

    with pytest.raises(SyntaxError):
        load(tmp_path / "kept.code", b"answer = (")

    assert builtins.compile is plainly
    assert not (tmp_path / "kept.code").exists()


def test_it_lies_where_python_keeps_what_it_compiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))

    assert kept_at().is_relative_to(tmp_path)


def test_nothing_is_kept_where_python_keeps_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)

    load(tmp_path / "kept.code", b"answer = 7")

    assert not (tmp_path / "kept.code").exists()
