"""A registration that was begun at another station, or for another scene, than this window stands for.

Finished as it is, somebody would be registered where they never came; changed unseen, where they did come
would be lost. So it is asked, once, before it goes on; for whoever comes next nothing changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.gig.gig_screen import Ask, QuickChoice
from desktop.gig.gig_words import GigWords
from desktop.gig.questions import OF_THE_WINDOW, SCENE, STATION
from desktop.gig.registration import Registration
from desktop.station_words import say_station

_WHERE: Final = (STATION, SCENE)


class Stay(StrEnum):
    """Which of the two stands in the form from now on."""

    BEGUN = "begun"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Waits for the officer's word; `window` is what this window says of everybody."""

    registration: Registration
    window: Mapping[str, str]

    def settle(self, stay: Stay) -> None:
        """Write the officer's word into the form."""
        if stay is Stay.HERE:
            for where in _WHERE:
                if self.window.get(where):
                    self.registration.answer(where, self.window[where])

    def ask(self, words: GigWords) -> Ask:
        begun = {where: self.registration.text(where) for where in _WHERE}
        choices = (
            QuickChoice(Stay.BEGUN, words.say("stay_begun"), self._place(begun, words)),
            QuickChoice(Stay.HERE, words.say("stay_here"), self._place(self.window, words)),
        )
        return Ask(words.say("begun_elsewhere"), words.say("begun_elsewhere_quiet"), choices=choices)

    def _place(self, said: Mapping[str, str], words: GigWords) -> str:
        question = self.registration.question(SCENE)
        scenes = {each.value: each.label for each in question.choices} if question else {}
        scene = scenes.get(said.get(SCENE, ""), "")
        station = said.get(STATION, "")
        return " · ".join(
            part for part in (station and say_station(station, words=words.words), scene) if part
        )


def compare(registration: Registration, window: Mapping[str, str]) -> Elsewhere | None:
    """Say whether a resumed form and this window differ; what the form does not say yet it takes over."""
    own = {where: window[where] for where in OF_THE_WINDOW if window.get(where)}
    registration.offer({where: text for where, text in own.items() if not registration.text(where)})
    differs = any(own.get(where, text) != text for where in _WHERE if (text := registration.text(where)))
    return Elsewhere(registration, own) if differs else None
