"""What a banner says, and which of several is said: danger before warning before offline before news.

Apart from the widget so that presenters, which know no Qt, can make one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.tokens import Tone

_URGENCY = (Tone.DANGER, Tone.WARN, Tone.OFF, Tone.INFO)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says."""

    tone: Tone
    icon: str
    sentence: str
    quiet: str = ""
    act: str = ""
    act_icon: str = ""


def most_urgent(notices: Iterable[Notice]) -> Notice | None:
    ordered = sorted(notices, key=lambda notice: _URGENCY.index(notice.tone))
    return ordered[0] if ordered else None
