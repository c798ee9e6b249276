"""What everybody really did, written down by hand as it were: the oracle the product is held against.

It asks no code of the product. An act is one officer finishing one form; it knows which
field went from what the officer saw to what they said, and which disks hold it. An act
interrupted by a power cut is in doubt until the disk is looked at; then it happened
wholly or not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Value = str | int | bool | None
Held = tuple[frozenset[int], frozenset[str], frozenset[str]]  # acts, drafts, deletions


@dataclass
class Act:
    """One finished form and the edit it makes; `touched` gives what was seen and what was said, by field."""

    number: int
    laptop: str
    device_id: str
    record_id: str
    submission_id: str
    item_ids: tuple[str, ...]
    touched: Mapping[str, tuple[Value, Value]]
    on_disks: set[str] = field(default_factory=set)
    is_in_doubt: bool = True
    seen_whole: set[str] = field(default_factory=set)  # disks on which all of it was found at least once
    is_excused: bool = False  # its only disk was destroyed before it reached anybody
    draft_id: str = ""
    files: Mapping[str, str] = field(default_factory=dict)  # name: SHA-256 in hexadecimal


@dataclass
class Aside:
    """A form somebody put aside: which version of which form, the word it holds, and its own document."""

    form_version: str
    word: str
    document: bytes


@dataclass
class Deletion:
    """Somebody an officer took off the list."""

    laptop: str
    record_id: str
    item_id: str
    on_disks: set[str]
    is_excused: bool = False
    is_in_doubt: bool = True


@dataclass
class Ledger:
    """Acts by number, drafts, and what became of the disks they were on."""

    acts: list[Act] = field(default_factory=list)
    overwritten: set[tuple[str, str, Value]] = field(default_factory=set)  # by the office, knowingly
    may_leave: set[str] = field(default_factory=set)  # people who moved, or whose place left a scope
    drafts: dict[str, set[str]] = field(default_factory=dict)  # by disk
    asides: dict[str, Aside] = field(default_factory=dict)  # by draft
    spoiled: set[tuple[str, str]] = field(default_factory=set)  # files of forms that went missing on a disk
    deletions: list[Deletion] = field(default_factory=list)

    def begin(self, act: Act) -> Act:
        self.acts.append(act)
        act.on_disks.add(act.laptop)
        return act

    def settle(self, act: Act, item_ids: tuple[str, ...]) -> None:
        """The disk was looked at: the act happened with these items, or, without any, it never did."""
        act.is_in_doubt = False
        act.item_ids = item_ids
        if not item_ids:
            self.acts.remove(act)
            return
        for disk in act.on_disks:
            self.drafts.get(disk, set()).discard(act.draft_id)

    def settle_deletion(self, deletion: Deletion, *, is_there: bool) -> None:
        """The disk was looked at: it happened, or never did."""
        deletion.is_in_doubt = False
        if not is_there:
            self.deletions.remove(deletion)

    def in_doubt(self) -> list[Act]:
        return [act for act in self.acts if act.is_in_doubt]

    def on_disk(self, disk: str) -> list[Act]:
        return [act for act in self.acts if disk in act.on_disks]

    def copy_disk(self, source: str, target: str) -> None:
        """Another disk now holds the same."""
        for act in self.acts:
            if source in act.on_disks:
                act.on_disks.add(target)
        for deletion in self.deletions:
            if source in deletion.on_disks:
                deletion.on_disks.add(target)
        self.drafts[target] = set(self.drafts.get(source, ()))

    def snapshot(self, disk: str) -> Held:
        """Say what a backup of this disk holds."""
        acts = frozenset(act.number for act in self.on_disk(disk))
        deletions = frozenset(one.item_id for one in self.deletions if disk in one.on_disks)
        return acts, frozenset(self.drafts.get(disk, ())), deletions

    def destroy(self, disk: str, *, arrived: Iterable[str]) -> None:
        """A disk is gone for good; what was nowhere else is nobody's fault."""
        there = set(arrived)
        for act in self.on_disk(disk):
            act.on_disks.discard(disk)
            if not act.on_disks and act.submission_id not in there:
                act.is_excused = True
        for deletion in self.deletions:
            deletion.on_disks.discard(disk)
            if not deletion.on_disks and deletion.item_id not in there:
                deletion.is_excused = True
        self.drafts.pop(disk, None)

    def put_back(self, disk: str, held: Held) -> None:
        """A backup is this disk now."""
        numbers, drafts, deletions = held
        for deletion in self.deletions:
            if deletion.item_id in deletions:
                deletion.on_disks.add(disk)
                deletion.is_excused = False
        for act in self.acts:
            if act.number in numbers:
                act.on_disks.add(disk)
                act.is_excused = False
        self.drafts[disk] = set(drafts)
