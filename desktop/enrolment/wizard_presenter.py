"""The way of a new computer through four steps; knows no widgets, no camera and no network.

Nothing is sent before a person has said that the fingerprint on the screen is the one on
the sheet. A computer that has an installation already (interrupted, or beginning anew)
starts at the second step and is asked for a name only.
"""

from typing import TYPE_CHECKING, Final

from desktop.enrolment.invitation_reading import state_facts
from desktop.enrolment.wizard_page import StepLine, StepState, WizardScreen, WizardStep
from desktop.places import full_place
from resources.words import Words
from sync.keys.enrolment import Invitation

if TYPE_CHECKING:
    from updates.profile import Profile  # what verifies one is heavy to load

ORDER: Final = tuple(WizardStep)


class WizardPresenter:
    """Holds where the person is and what they have given so far."""

    def __init__(self, screen: WizardScreen, *, words: Words, is_installed: bool) -> None:
        self._screen, self._words = screen, words
        self._is_installed = is_installed
        self.step = WizardStep.CONNECT if is_installed else WizardStep.WELCOME
        self.invitation: Invitation | None = None
        self._is_confirmed = False
        self._profile: Profile | None = None

    def start(self) -> None:
        self._screen.ask_for_secret(is_asked=not self._is_installed)
        self._go(self.step)

    def provision(self, profile: "Profile") -> None:
        """Show for which city this computer was made ready; an invitation of another one is refused."""
        self._profile = profile
        places = "、".join(full_place(place) for place in profile.places)
        said = self._words.text("screens.enrolment.provisioned", places=places, server=profile.server)
        self._screen.show_provision(said, is_refused=False)

    def refused_provision(self, sentence: str) -> None:
        """Say why what lies here counts for nothing; joining goes on without it."""
        self._screen.show_provision(sentence, is_refused=True)

    def installed(self) -> None:
        """Take in that this computer has its secret: it is never asked for again."""
        self._is_installed = True
        self._screen.ask_for_secret(is_asked=False)
        if self.step is WizardStep.WELCOME:
            self._go(WizardStep.CONNECT)

    def begin(self) -> None:
        self._go(WizardStep.CONNECT)

    def back(self) -> None:
        """Go one step back; what was given stays."""
        first = WizardStep.CONNECT if self._is_installed else WizardStep.WELCOME
        if self.step is WizardStep.CONNECT and self.invitation is not None:
            self.drop_invitation()
        elif self.step in (WizardStep.CONNECT, WizardStep.SECRET) and self.step is not first:
            self._go(ORDER[ORDER.index(self.step) - 1])

    def invited(self, invitation: Invitation) -> None:
        """Show what an invitation says, to be compared; a new one has to be compared anew."""
        if self.step is not WizardStep.CONNECT:
            return
        if self._profile is not None and invitation.roots.digest.hex() != self._profile.roots:
            self.drop_invitation()
            self._screen.show_trouble(self._words.text("screens.enrolment.other_city"))
            return
        self.invitation, self._is_confirmed = invitation, False
        self._screen.show_trouble("")
        self._screen.show_invitation(state_facts(invitation, words=self._words))

    def refused(self, sentence: str) -> None:
        """Say why what was scanned or chosen is no way in; the other ways stay open."""
        if self.step is WizardStep.CONNECT:
            self._screen.show_trouble(sentence)

    def confirm(self) -> None:
        """Go on: the person has compared the fingerprint with the sheet."""
        if self.invitation is not None:
            self._is_confirmed = True
            self._go(WizardStep.SECRET)

    def deny(self) -> None:
        """Forget the invitation: its fingerprint is not the one on the sheet."""
        self.drop_invitation()
        self._screen.show_trouble(self._words.text("screens.enrolment.differs_warning"))

    def drop_invitation(self) -> None:
        self.invitation, self._is_confirmed = None, False
        self._screen.show_invitation(None)
        self._screen.show_trouble("")
        self._go(WizardStep.CONNECT)

    def confirmed_invitation(self) -> Invitation | None:
        return self.invitation if self._is_confirmed else None

    def fill(self) -> None:
        """Show the last step: the request is on its way."""
        self._go(WizardStep.FILL)

    def _go(self, step: WizardStep) -> None:
        self.step = step
        place = ORDER.index(step)
        self._screen.show_steps([self._line(number, one, place) for number, one in enumerate(ORDER)])
        self._screen.show_step(step)

    def _line(self, number: int, step: WizardStep, place: int) -> StepLine:
        kind = "name" if step is WizardStep.SECRET and self._is_installed else step
        state = StepState.CURRENT if number == place else StepState.AHEAD
        text = self._words.text
        return StepLine(
            number=number + 1,
            title=text(f"screens.enrolment.step_{kind}"),
            note=text(f"screens.enrolment.note_{kind}"),
            state=StepState.DONE if number < place else state,
        )
