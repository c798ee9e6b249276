"""Begins somebody new, after looking whether they are here already; plain Python over a small screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from desktop.caseload.caseload_screen import NewPersonPage
from desktop.caseload.field_words import text_of
from desktop.caseload.readings import Failed
from desktop.caseload.twin_words import TwinWords
from desktop.operations.twins import Twin
from store import StoredRecord

_NAME: Final = "person_name"
_ADDRESS: Final = "address"


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Who may be the same person, and the household somebody new is to belong to, if it is known."""

    twins: tuple[Twin, ...]
    household: StoredRecord | None


class LookUp(Protocol):
    """Asks on the store thread; `beside` is a person of the household."""

    def __call__(
        self, said: Mapping[str, str], beside: str, *, done: Callable[[LookedUp], None], failed: Failed
    ) -> None: ...


class NewPersonScreen(Protocol):
    def show_page(self, page: NewPersonPage) -> None: ...


class NewPersonPresenter:
    """One beginning at a time; answers to what was typed over are dropped."""

    def __init__(
        self,
        screen: NewPersonScreen,
        *,
        words: TwinWords,
        look_up: LookUp,
        begin: Callable[[str, Mapping[str, str]], None],
        failed: Failed,
    ) -> None:
        self._screen, self._words, self._look_up = screen, words, look_up
        self._begin, self._failed = begin, failed
        self._beside = ""
        self._said: Mapping[str, str] = {}
        self._has_house = False

    def start(self, beside: str) -> None:
        """Begin somebody new in the household of this person; empty: in a household that is new, too."""
        self._beside = beside
        self.type({})

    def type(self, said: Mapping[str, str]) -> None:
        """Look whether this person is here already."""
        self._said = dict(said)
        asked = self._said

        def show(found: LookedUp) -> None:
            if self._said is asked:
                self._show(found)

        self._look_up(asked, self._beside, done=show, failed=self._failed)

    def confirm(self, said: Mapping[str, str]) -> None:
        """Go on to the form of the household, with what was typed in it."""
        if self._may_go_on(said):
            self._begin(
                self._beside if self._has_house else "", {name: text for name, text in said.items() if text}
            )

    def _may_go_on(self, said: Mapping[str, str]) -> bool:
        return bool(said.get(_NAME)) and (self._has_house or bool(said.get(_ADDRESS)))

    def _show(self, found: LookedUp) -> None:
        words, self._has_house = self._words.fields.words, found.household is not None
        if found.household is None:
            house = words.text("screens.new_person.new_household")
        else:
            address = text_of(found.household.fields, "address")
            number = text_of(found.household.fields, "household_no")
            house = words.text("screens.new_person.household", address=address, number=number)
        sentence = words.text("screens.new_person.nobody_yet")
        if any(self._said.values()):
            sentence = words.text("screens.new_person.nobody")
        if found.twins:
            sentence = words.count("screens.new_person.found", len(found.twins))
        cards = tuple(self._words.card(twin) for twin in found.twins)
        self._screen.show_page(
            NewPersonPage(
                house,
                sentence,
                cards,
                may_go_on=self._may_go_on(self._said),
                is_new_household=not self._has_house,
            )
        )
