"""The guide shows pictures that are there, and names keys that do something."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GUIDES = pytest.mark.parametrize("guide", [DOCS / "user-guide.zh.md", DOCS / "user-guide.en.md"])
PICTURE = re.compile(r"!\[([^]]+)\]\(([^)]+)\)")
KEY = re.compile(r"`((?:(?:Ctrl|Shift|Alt)\+)*(?:F\d+|Esc|Enter|Tab|[A-Z0-9=\-]))`")
# Keys Qt itself gives a meaning, and Enter, which the scanning page takes in `keyPressEvent`.
NOT_SHORTCUTS = {"Tab", "Enter"}
MOST_BYTES = 120_000


def named_pictures(guide: Path) -> list[Path]:
    return [DOCS / name for _, name in PICTURE.findall(guide.read_text(encoding="utf-8"))]


def bound_keys() -> set[str]:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "desktop").rglob("*.py"))
    without_hints = re.sub(r'key_hint="[^"]*"', "", sources)
    return set(re.findall(r'"((?:(?:Ctrl|Shift|Alt)\+)*(?:F\d+|Esc|[A-Z0-9=\-]))"', without_hints))


@GUIDES
def test_every_picture_is_there_small_and_described(guide: Path) -> None:
    pictures = named_pictures(guide)

    assert len(pictures) >= 5
    assert [one.name for one in pictures if not one.is_file()] == []
    assert [one.name for one in pictures if one.stat().st_size > MOST_BYTES] == []


@GUIDES
def test_every_key_that_is_named_is_bound(guide: Path) -> None:
    named = set(KEY.findall(guide.read_text(encoding="utf-8")))

    assert len(named) > 8
    assert named - NOT_SHORTCUTS - bound_keys() == set()


def test_both_guides_have_the_same_parts() -> None:
    zh, en = ((DOCS / f"user-guide.{one}.md").read_text(encoding="utf-8") for one in ("zh", "en"))

    assert [len(line.split()[0]) for line in zh.splitlines() if line.startswith("#")] == [
        len(line.split()[0]) for line in en.splitlines() if line.startswith("#")
    ]
    assert sorted(KEY.findall(zh)) == sorted(KEY.findall(en))


def test_no_picture_of_the_guide_is_left_over() -> None:
    used = {one.name for guide in ("zh", "en") for one in named_pictures(DOCS / f"user-guide.{guide}.md")}

    assert {one.name for one in (DOCS / "pictures").glob("guide-*.png")} == used
