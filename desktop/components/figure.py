"""What a figure tile says; apart from the widget so that presenters, which know no Qt, can make one."""

from dataclasses import dataclass

from desktop.tokens import Tone


@dataclass(frozen=True, slots=True)
class Figure:
    """What a tile says: a number with its unit, and one short remark."""

    number: int
    unit: str
    remark: str = ""
    remark_tone: Tone = Tone.OFF
