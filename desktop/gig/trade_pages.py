"""The trades of the form, seven at a time: key 8 turns the page, so nine keys reach all of them.

What was chosen here most before today comes first, for everybody alike: fingers learn where a trade is,
so its key is the same all day, whoever stands at the counter.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from desktop.gig.gig_screen import Tick
from forms import Choice
from resources.words import Words

_ON_A_PAGE: Final = 7
TURN: Final = ""  # the value of the card that turns the page


@dataclass(slots=True)
class TradePages:
    """One worker's pages."""

    choices: Sequence[Choice]
    first: Sequence[str] = ()  # codes that come first, in this order
    page: int = 0
    _ordered: list[Choice] = field(init=False)

    def __post_init__(self) -> None:
        ranks = {code: rank for rank, code in reversed([*enumerate(self.first)])}
        last = len(ranks)
        self._ordered = sorted(self.choices, key=lambda choice: ranks.get(choice.value, last))

    def turn(self) -> None:
        pages = -(-len(self._ordered) // _ON_A_PAGE)
        self.page = (self.page + 1) % max(1, pages)

    def ticks(self, chosen: AbstractSet[str], *, words: Words) -> tuple[Tick, ...]:
        """Give the cards of the page that is open, the one that turns it last."""
        begin = self.page * _ON_A_PAGE
        here = self._ordered[begin : begin + _ON_A_PAGE]
        cards = [
            Tick(choice.value, short_trade(choice, words), choice.value in chosen, number)
            for number, choice in enumerate(here, start=1)
        ]
        return (*cards, Tick(TURN, words.text("screens.gig.more_trades"), False, _ON_A_PAGE + 1))


def short_trade(choice: Choice, words: Words) -> str:
    """Name a trade as briefly as a card has room for; one we have no brief name for in the form's words."""
    key = f"screens.gig.trade.{choice.value}"
    return words.text(key) if words.knows(key) else choice.label
