"""The threat model names code and tests for each promise; a name that leads nowhere is one nobody keeps."""

import re

from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED_TESTS = sorted(set(re.findall(r"`(test_\w+)`", PAGE)))
NAMED_PATHS = sorted(
    set(re.findall(r"`((?:sync|store|desktop|server_stub|updates|tests|scripts)/[\w/]+(?:\.py)?)`", PAGE))
)
DEFINED = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
}


def test_every_test_the_threat_model_names_exists() -> None:
    assert len(NAMED_TESTS) > 60
    assert [name for name in NAMED_TESTS if name not in DEFINED] == []


def test_every_file_the_threat_model_names_exists() -> None:
    assert len(NAMED_PATHS) > 25
    assert [path for path in NAMED_PATHS if not (ROOT / path).exists()] == []
