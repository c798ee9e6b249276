"""Two locks hold the same packages, but for Qt; both carry a hash for everything."""

import re

from tests.architecture.sources import ROOT

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
QT_LOCKS = {"runtime.txt", "runtime-xinchuang.txt", "xinchuang.txt"}


def locked(name: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")))


def test_the_locks_differ_in_qt_alone() -> None:
    modern, xinchuang = locked("runtime.txt"), locked("runtime-xinchuang.txt")

    assert {name for name in modern.keys() | xinchuang.keys() if modern.get(name) != xinchuang.get(name)} == {
        "pyside6-essentials",
        "shiboken6",
    }


def test_the_older_qt_is_the_last_for_the_older_systems_and_the_program_allows_it() -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert locked("runtime-xinchuang.txt")["pyside6-essentials"] == "6.7.3"
    assert '"PySide6-Essentials>=6.7.3,<7"' in declared


def test_the_older_qt_that_tests_run_on_is_the_one_that_is_shipped() -> None:
    shipped = (ROOT / "requirements" / "runtime-xinchuang.txt").read_text(encoding="utf-8")
    tested = (ROOT / "requirements" / "xinchuang.txt").read_text(encoding="utf-8")

    assert locked("xinchuang.txt").keys() == {"pyside6-essentials", "shiboken6"}
    assert locked("xinchuang.txt").items() <= locked("runtime-xinchuang.txt").items()
    assert set(HASH.findall(tested)) <= set(HASH.findall(shipped))


def test_no_other_lock_names_qt() -> None:
    others = [
        path.name for path in sorted((ROOT / "requirements").glob("*.txt")) if path.name not in QT_LOCKS
    ]

    assert [name for name in others if "pyside6-essentials" in locked(name)] == []
