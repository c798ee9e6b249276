"""Listens on every line, as somebody with a wiretap does, and keeps what promises can be held against.

What was posted once as a link of a chain, and the receipt for it, must never be anything
else afterwards, whatever crashed in between (P2, P3).
"""

from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Final

from sync.envelope.encoding import parse_envelope
from sync.ports import Request, Response
from sync.posting import SEVERAL_PATH, Posted, decode_envelopes, decode_posted
from sync.wire import ENVELOPES_PATH

_KEPT: Final = (200, 201)


@dataclass(frozen=True, slots=True)
class Link:
    """One place in a chain, as one computer writes it."""

    line: str
    device: str
    audience: str
    sequence: int


@dataclass
class Observer:
    """What went over the lines, by link."""

    bodies: dict[Link, bytes] = field(default_factory=dict)
    receipts: dict[bytes, bytes] = field(default_factory=dict)
    broken: list[tuple[str, str]] = field(default_factory=list)
    requests: int = 0

    def hear(self, line: str, request: Request, answer: Response) -> None:
        self.requests += 1
        if request.method == "POST" and request.target == ENVELOPES_PATH:
            receipt = answer.body if answer.status in _KEPT else None
            self._hear_posted(line, request.body, receipt, is_refused=400 <= answer.status < 500)
        if request.method == "POST" and request.target == SEVERAL_PATH:
            self._hear_several(line, request.body, answer)

    def _hear_several(self, line: str, framed: bytes, answer: Response) -> None:
        """Hold each against the same promises; only the first without a receipt was refused."""
        posted = decode_posted(answer.body) if answer.status in _KEPT else Posted(())
        is_refused = posted.refusal is not None or 400 <= answer.status < 500
        receipts = chain(posted.receipts, repeat(None))
        for place, (body, receipt) in enumerate(zip(decode_envelopes(framed), receipts, strict=False)):
            is_first_without = place == len(posted.receipts)
            self._hear_posted(line, body, receipt, is_refused=is_refused and is_first_without)

    def _hear_posted(self, line: str, body: bytes, receipt: bytes | None, *, is_refused: bool) -> None:
        header = parse_envelope(body).header
        link = Link(line, header.device, header.audience, header.sequence)
        if self.bodies.setdefault(link, body) != body:
            self.broken.append(("P2", f"{line} posted two different envelopes as number {link.sequence}"))
        if body in self.receipts and is_refused:
            self.broken.append(("P3", f"number {link.sequence} of {line} was kept and is refused now"))
        if receipt is not None and self.receipts.setdefault(body, receipt) != receipt:
            self.broken.append(("P3", f"two receipts for number {link.sequence} of {line}"))

    def forget_receipts(self) -> None:
        """The relay came back from a backup: what it had lost gets a new receipt."""
        self.receipts.clear()

    def forget_unkept(self, line: str) -> None:
        """This computer came back from a backup: what it posted and no relay kept, nobody can tell it."""
        self.bodies = {
            link: body for link, body in self.bodies.items() if link.line != line or body in self.receipts
        }

    def forget_line(self, line: str) -> None:
        """Another disk is in this computer now, with another history."""
        self.bodies = {link: body for link, body in self.bodies.items() if link.line != line}
