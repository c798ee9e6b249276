"""What is said about the second copy: when, where, that it was read back, or what stands in the way.

A stick that is not in is no fault; it is said calmly, with how old the last copy is.
"""

from dataclasses import dataclass
from typing import Final

from desktop.moments import say_moment
from desktop.second_copy import CopyStatus
from desktop.tokens import Tone
from resources.words import Words

_MISSING: Final = "copy-place-missing"


@dataclass(frozen=True, slots=True)
class CopyWords:
    """One state of the card; `note` is empty when nothing is in the way."""

    title: str
    quiet: str
    tone: Tone
    note: str = ""
    note_tone: Tone = Tone.OFF
    has_place: bool = True
    is_running: bool = False


def say_copy(status: CopyStatus, *, now_ms: int, words: Words) -> CopyWords:
    """Put a state into words."""
    text = words.text
    if status.place is None:
        return CopyWords(
            text("screens.computer.copy_none"),
            text("screens.computer.copy_none_quiet"),
            Tone.WARN,
            has_place=False,
        )
    title, tone = text("screens.computer.copy_never"), Tone.WARN
    if status.last_ms:
        moment = say_moment(status.last_ms, now_ms=now_ms, words=words)
        title, tone = text("screens.computer.copy_last", moment=moment), Tone.OK
    note, note_tone = _note(status, words)
    quiet = text("screens.computer.copy_where", place=status.place)
    return CopyWords(title, quiet, tone, note, note_tone, is_running=status.is_running)


def _note(status: CopyStatus, words: Words) -> tuple[str, Tone]:
    if status.is_running:
        return words.text("screens.computer.copy_running"), Tone.INFO
    if status.trouble == _MISSING:
        return words.text("screens.computer.copy_missing"), Tone.OFF
    if status.trouble is not None:
        told = words.error(status.trouble)
        return words.text("screens.computer.copy_trouble", title=told.title, next=told.next_step), Tone.WARN
    return "", Tone.OFF
