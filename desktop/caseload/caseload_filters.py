"""Which of all persons a pill or a village lets through, and how many each would show.

Sets of names only: a hundred thousand of them are told apart in milliseconds, and no record is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.caseload.caseload_screen import FilterPill, VillageChoice
from desktop.caseload.people import Caseload, PersonState
from resources.words import Words

_STATES: Final = {
    "all": None,
    "untouched": PersonState.NONE,
    "draft": PersonState.DRAFT,
    "unsent": PersonState.UNSENT,
    "doubt": PersonState.DOUBT,
    "differs": PersonState.DIFFERS,
}
_GROUPED: Final = "grouped"


@dataclass(frozen=True, slots=True)
class Choice:
    """One pill and one village; without a village, all of them."""

    key: str = "all"
    village: str = ""

    def keep(self, caseload: Caseload, ids: Sequence[str]) -> tuple[str, ...]:
        """Leave of these, in their order, the living ones that are wanted."""
        wanted = _wanted(caseload, self.key)
        if self.village:
            village = caseload.villages[self.village]
            wanted = village if wanted is None else wanted & village
        if wanted is None and ids is caseload.ids:
            return caseload.ids
        kept = frozenset(caseload.ids) if wanted is None else wanted
        return tuple(person_id for person_id in ids if person_id in kept)

    def pills(self, caseload: Caseload, *, words: Words) -> tuple[FilterPill, ...]:
        return tuple(
            FilterPill(
                key,
                words.text(f"screens.records.filter.{key}", count=_count(caseload, key)),
                is_on=key == self.key,
            )
            for key in (*_STATES, _GROUPED)
        )

    def villages(
        self, caseload: Caseload, *, words: Words, place_name: Callable[[str], str]
    ) -> tuple[VillageChoice, ...]:
        """Offer the villages, if there is more than one."""
        if len(caseload.villages) < 2:
            return ()
        everywhere = words.text("screens.records.all_villages", count=len(caseload.ids))
        return (
            VillageChoice("", everywhere, is_on=not self.village),
            *(
                VillageChoice(
                    code,
                    words.text("screens.records.village", place=place_name(code), count=len(some)),
                    is_on=code == self.village,
                )
                for code, some in caseload.villages.items()
            ),
        )


def _wanted(caseload: Caseload, key: str) -> frozenset[str] | None:
    """Name whom a pill lets through; None lets everybody."""
    if key == _GROUPED:
        return caseload.grouped
    state = _STATES[key]
    if state is PersonState.NONE:
        return caseload.untouched()
    return None if state is None else caseload.in_state(state)


def _count(caseload: Caseload, key: str) -> int:
    wanted = _wanted(caseload, key)
    return len(caseload.ids) if wanted is None else len(wanted)
