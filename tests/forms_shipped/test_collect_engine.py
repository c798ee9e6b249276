"""The engine of ODK Collect opens our forms: ODK Validate, which comes inside the converter."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from resources import file_path
from tests.forms_shipped.shipped import EVERY_FORM

JAVA = shutil.which("java")
PYXFORM = Path((find_spec("pyxform") or pytest.fail("pyxform is not installed")).origin or "").parent
VALIDATE = PYXFORM / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


@pytest.mark.skipif(JAVA is None, reason="no Java on this machine, and ODK Validate needs it")
def test_odk_validate_accepts_all_forms() -> None:
    paths = [str(file_path(f"forms/{form_id}.xml")) for form_id in (*EVERY_FORM, "employment_brief")]
    command = [str(JAVA), "-Djava.awt.headless=true", "-jar", str(VALIDATE), *paths]

    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)

    assert (ran.returncode, "invalid" in (ran.stdout + ran.stderr).lower()) == (0, False), ran.stderr
    assert (ran.stdout + ran.stderr).count("Xform is valid") == len(paths)
