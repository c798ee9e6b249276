"""Whether an envelope is the next link of its chain.

A chain belongs to one sender and one audience. A missing link and a second link in
the same place are different news: the first may still arrive, the second means that
somebody else speaks with this key, most often a copied or restored disk.
"""

from sync.envelope.header import ChainLink, EnvelopeHeader
from sync.errors import EnvelopeForkError, EnvelopeGapError


def chain_name(sender: str, audience: str) -> str:
    return f"{sender}>{audience}"


def check_successor(header: EnvelopeHeader, *, head: ChainLink) -> None:
    """Accept the link after the head.

    A repeated envelope is not for this check: whoever keeps envelopes knows its id.

    Raises:
        EnvelopeGapError: links between the head and this one are missing.
        EnvelopeForkError: this place is taken, or the link grows from another past.

    """
    if header.sequence > head.sequence + 1:
        raise EnvelopeGapError(want=head.sequence + 1)
    if header.sequence <= head.sequence or header.previous != head.digest:
        raise EnvelopeForkError(sender=header.device, sequence=str(header.sequence))
