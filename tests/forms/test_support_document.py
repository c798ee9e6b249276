"""docs/forms-support.md tells the truth: every code has a row, every named test exists."""

import re
from pathlib import Path

import forms.errors
from forms import FormError
from forms.session import validity

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "forms-support.md").read_text(encoding="utf-8")
TESTED = ("forms/test_*.py", "quancai/test_form_*.py", "desktop/test_form_*.py")
FILES = [path for pattern in TESTED for path in (ROOT / "tests").glob(pattern)]
TESTS = "".join(path.read_text(encoding="utf-8") for path in FILES)


def all_codes() -> set[str]:
    classes = [each for each in vars(forms.errors).values() if isinstance(each, type)]
    violations = {validity.REQUIRED, validity.REFUSED, validity.NOT_OFFERED, validity.WRONG_TYPE}
    return violations | {each.code for each in classes if issubclass(each, FormError)}


def test_every_code_has_a_row() -> None:
    assert {code for code in all_codes() if f"| `{code}` |" not in DOCUMENT} == set()


def test_every_named_test_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))

    assert {name for name in named if f"def {name}(" not in TESTS} == set()


def test_every_feature_and_every_rule_names_its_test() -> None:
    tables = DOCUMENT[DOCUMENT.index("## Structure") : DOCUMENT.index("### What remains different")]
    rows = [line for line in tables.splitlines() if line.startswith("| ")]
    silent = [row for row in rows if "`test_" not in row and not row.endswith("| test |")]

    assert silent == []
