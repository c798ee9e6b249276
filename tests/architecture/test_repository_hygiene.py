import re
import subprocess
from pathlib import Path

from tests.architecture.sources import ROOT

TEXT = {".py", ".toml", ".md", ".txt", ".in", ".sh", ".tsv", ".sql", ".spec", ".json", ".xml", ""}
# Written in pieces so that this file does not contain what it looks for.
ADDRESSES = re.compile(
    "|".join(("pypi" + r"\.org", "registry" + r"\.npmjs", "--index" + "-url", "find" + "-links"))
)
MACHINE_PATHS = re.compile("|".join((r"(?<![\w.])/" + r"work/", r"/ho" + r"me/\w+/", r"\.\./sha" + "red")))


def tracked_texts() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    present = [name for name in names if name.suffix in TEXT and (ROOT / name).is_file()]
    return {name.as_posix(): (ROOT / name).read_text(encoding="utf-8") for name in present}


def test_no_lock_or_file_carries_an_index_address() -> None:
    offending = [name for name, text in tracked_texts().items() if ADDRESSES.search(text)]

    assert offending == []


def test_no_file_names_a_path_of_one_machine() -> None:
    offending = [name for name, text in tracked_texts().items() if MACHINE_PATHS.search(text)]

    assert offending == []


def test_every_locked_package_is_pinned_by_hash() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    blocks = [block for lock in locks for block in re.split(r"\n(?=\w)", lock.read_text()) if "==" in block]

    assert len(blocks) > 60
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
