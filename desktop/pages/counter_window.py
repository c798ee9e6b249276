"""Where one counter stands, and what every form filled at it says alike.

The station this computer was let in for comes first, then the one somebody named, then that of the last form.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.form_surroundings import FormSurroundings
from desktop.gig.first_answers import of_the_station, window_answers
from desktop.gig.past_registrations import PastRegistrations
from desktop.gig.questions import COLLECTOR, FORM_ID, SCENE, STATION, VILLAGE
from desktop.gig.registration import Registration
from desktop.settings.choices import ProgramChoices
from employment.answers import is_newcomer
from sync.places import may_register, station_county

_VILLAGE_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class CounterWindow:
    """The window of one unlocked device; `past` is what was registered at it."""

    around: FormSurroundings
    choices: ProgramChoices
    past: Callable[[], PastRegistrations]

    @property
    def station(self) -> str:
        """Give the code of the station; blank while nobody has said."""
        newest = self.past().newest()
        named = (self.choices.now.gig_station, newest.answers.get(STATION, "") if newest else "")
        known = (*self.around.membership().scope, *named)
        return next((code for code in known if station_county(code) is not None), "")

    def keep(self, reference: str, text: str) -> Mapping[str, str]:
        """Keep station and scene for this computer, and the staff number while its owner works here."""
        if reference == STATION:
            self.choices.keep(gig_station=text)
        elif reference == SCENE:
            self.choices.keep(gig_scene=text)
        elif reference == COLLECTOR:
            self.past().collectors[self.around.author().operator] = text
        return of_the_station({reference: text})

    def answers(self) -> Mapping[str, str]:
        """Give what a form of this window begins with."""
        operator = self.around.author().operator
        own = {STATION: self.station, SCENE: self.choices.now.gig_scene}
        return window_answers(self.past(), operator=operator, own=own)

    def villages(self) -> Sequence[str]:
        """Give the villages of this computer, if it stands in any."""
        scope = self.around.membership().scope
        return [code for code in scope if len(code) == _VILLAGE_DIGITS and code.isdecimal()]

    def may_register(self, registration: Registration) -> bool:
        """Ask what the city will ask; whoever has a record here came with its place."""
        village, station = registration.text(VILLAGE), registration.text(STATION)
        return not is_newcomer(FORM_ID, registration.subject_id) or may_register(
            self.around.membership().scope, village=village, station=station
        )
