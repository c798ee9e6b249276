"""The help pages, read from the shipped texts: a title, then paragraphs, steps, points and keys.

The texts are a small part of Markdown (`#` title, `##` heading, `1.` step, `-` point, `key | what it does`
rows) so that whoever writes them needs no tool. Qt-free: the same pages are checked by tests.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from resources import read_text


class Topic(StrEnum):
    """The pages, in the order of the list."""

    START = "start"
    SCAN = "scan"
    FILL = "fill"
    RECORDS = "records"
    TASKS = "tasks"
    VISITS = "visits"
    GIG = "gig"
    CONFLICTS = "conflicts"
    SYNC = "sync"
    COMPUTER = "computer"
    PIN = "pin"
    KEYS = "keys"
    LICENCES = "licences"


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    STEP = "step"
    POINT = "point"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page; `mark` is the number of a step or the key."""

    kind: BlockKind
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One topic."""

    topic: Topic
    title: str
    blocks: tuple[Block, ...]


# What somebody most likely wants to know where they are.
_FITTING: Final = {
    "scan": Topic.SCAN,
    "records": Topic.RECORDS,
    "today": Topic.START,
    "tasks": Topic.TASKS,
    "rounds": Topic.VISITS,
    "gig": Topic.GIG,
    "sync": Topic.SYNC,
    "computer": Topic.COMPUTER,
    "form": Topic.FILL,
    "deciding": Topic.CONFLICTS,
    "lock": Topic.PIN,
}


def topic_for(place: str) -> Topic:
    """Choose the page that fits a place of the program; the first one where none does."""
    return _FITTING.get(place, Topic.START)


def read_page(topic: Topic, *, language: str) -> HelpPage:
    title, *lines = read_text(f"help/{language}/{topic}.md").splitlines()
    blocks = tuple(_block(line) for line in lines if line.strip())
    return HelpPage(topic, title.removeprefix("# ").strip(), blocks)


def _block(line: str) -> Block:
    if line.startswith("## "):
        return Block(BlockKind.HEADING, line[3:].strip())
    if line.startswith("- "):
        return Block(BlockKind.POINT, line[2:].strip())
    number, dot, rest = line.partition(". ")
    if dot and number.isdigit():
        return Block(BlockKind.STEP, rest.strip(), mark=number)
    key, bar, what = line.partition(" | ")
    if bar:
        return Block(BlockKind.KEY, what.strip(), mark=key.strip())
    return Block(BlockKind.PARAGRAPH, line.strip())
