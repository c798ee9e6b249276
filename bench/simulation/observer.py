"""Listens on every line, as somebody with a wiretap does, and keeps what promises can be held against.

What was posted once as a link of a chain, and the receipt for it, must never be anything
else afterwards, whatever crashed in between (P2, P3).
"""

from dataclasses import dataclass, field
from typing import Final

from sync.envelope.encoding import parse_envelope
from sync.ports import Request, Response
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
        if request.method != "POST" or request.target != ENVELOPES_PATH:
            return
        header = parse_envelope(request.body).header
        link = Link(line, header.device, header.audience, header.sequence)
        before = self.bodies.setdefault(link, request.body)
        if before != request.body:
            self.broken.append(("P2", f"{line} posted two different envelopes as number {link.sequence}"))
        if request.body in self.receipts and 400 <= answer.status < 500:
            self.broken.append(("P3", f"number {link.sequence} of {line} was kept and is refused now"))
        if answer.status in _KEPT:
            receipt = self.receipts.setdefault(request.body, answer.body)
            if receipt != answer.body:
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
