"""A page that points nowhere is one nobody can follow: every link inside the repository leads to a file."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def anchors_of(page: Path) -> set[str]:
    """Give the anchors of a page's headings, made as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(page: Path, target: str, anchor: str) -> bool:
    there = (page.parent / target) if target else page
    if not there.exists():
        return True
    return bool(anchor) and anchor not in anchors_of(there)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    inside = [(target, anchor) for target, anchor in links if "://" not in target]
    assert [link for link in inside if is_broken(page, *link)] == []
