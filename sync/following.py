"""Following the city's chain as it comes down: the next link, one after a hole, or one that comes late.

A relay that withholds an envelope cannot make us refuse what lies behind it (P5): that is genuine
and is taken. But it must not be able to hide what it did either: the hole is kept, an alarm is
raised, and the city is asked to tell everything anew. The missing link itself is still good when it
comes, as long as it fits between its neighbours; in a place that is taken it is a fork. When
nothing has come of the question in a day, that too may have been kept back: it is asked again.
"""

from dataclasses import dataclass
from typing import Final

from store.chains import ChainHead, read_head, write_head
from store.connection import Store
from store.missing_links import Hole, fill_hole, find_hole, keep_hole
from store.trust import Alarm, raise_alarm
from store.wants import ask_again, want_records
from sync.change import EVERYTHING
from sync.checkpoint_comparing import DownlinkWithheldError
from sync.envelope.chain import chain_name, check_successor
from sync.envelope.header import GENESIS, ChainLink
from sync.envelope.verifying import VerifiedEnvelope
from sync.errors import EnvelopeForkError, EnvelopeGapError

PATIENCE_MS: Final = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Step:
    """How an envelope continues its chain: with what code, and whether later ones were read before it."""

    code: str | None = None
    is_late: bool = False


def follow_chain(replica: Store, verified: VerifiedEnvelope, *, now_ms: int) -> Step:
    """Take an envelope into its chain, in the caller's commit.

    Raises:
        EnvelopeForkError: its place is taken, or it does not fit where it claims to belong.

    """
    name = chain_name(verified.sender.id, verified.header.audience)
    link = verified.envelope.link
    hole = find_hole(replica, name, link.sequence)
    if hole is not None:
        _require_fitting(hole, verified)
        fill_hole(replica, hole, link.sequence, before=verified.header.previous, digest=link.digest)
        return Step(is_late=True)
    held = read_head(replica, name)
    head = GENESIS if held is None else ChainLink(held.sequence, held.digest)
    step = Step()
    try:
        check_successor(verified.header, head=head)
    except EnvelopeGapError as gap:
        _note_missing(replica, verified, name=name, head=head, now_ms=now_ms)
        step = Step(gap.code)
    write_head(replica, name, ChainHead(link.sequence, link.digest))
    return step


def ask_about_holes_again(replica: Store, *, uplink: str, now_ms: int) -> None:
    """Have a question about a hole that nothing answered go up once more."""
    ask_again(replica, EVERYTHING, chain=uplink, now_ms=now_ms, patience_ms=PATIENCE_MS)


def _require_fitting(hole: Hole, verified: VerifiedEnvelope) -> None:
    """Hold a late link against its neighbours, where they are known."""
    link = verified.envelope.link
    continues = link.sequence > hole.first or verified.header.previous == hole.before
    is_continued = link.sequence < hole.last or link.digest == hole.digest
    if not (continues and is_continued):
        raise EnvelopeForkError(sender=verified.header.device, sequence=str(link.sequence))


def _note_missing(
    replica: Store, verified: VerifiedEnvelope, *, name: str, head: ChainLink, now_ms: int
) -> None:
    header = verified.header
    first, last = head.sequence + 1, header.sequence - 1
    keep_hole(replica, Hole(name, first, last, head.digest, header.previous, now_ms))
    numbers = str(first) if first == last else f"{first}-{last}"
    raise_alarm(replica, Alarm(DownlinkWithheldError.code, f"{verified.sender.id[:8]} {numbers}", now_ms))
    want_records(replica, [(EVERYTHING, str(first))])
