"""Adding and removing entries of a repeat, with a way back from a removal.

A household member is removed by one press, so one press must bring them back, in their
old place and with every answer. That holds until something else is answered.
"""

from desktop.form_entry.places import Places, number_of, repeat_of
from desktop.form_entry.problems import Problems, ProblemState
from desktop.form_entry.session_views import SessionViews
from forms import FormSession


class EntryActs:
    """What is done to entries as a whole."""

    def __init__(self, session: FormSession, views: SessionViews, places: Places, problems: Problems) -> None:
        self._session, self._views, self._places, self._problems = session, views, places, problems
        self._before: tuple[bytes, ProblemState] | None = None

    def add(self, repeat: str) -> str:
        """Append an entry and name it.

        Raises:
            FormError: the form sets the number itself, or there are too many.

        """
        self.forget_undo()
        self._views.forget(self._session.add_repeat(repeat))
        return self._views.repeats()[repeat].entries[-1]

    def remove(self, entry: str) -> None:
        """Remove an entry; what was known of the problems after it moves up with them.

        Raises:
            FormError: the form sets the number itself.

        """
        before = (self._session.save(), self._problems.state())
        changes = self._session.remove_repeat(entry)
        self._before = before
        self._problems.renumber(repeat_of(entry), without=number_of(entry))
        self._places.forget_opened(repeat_of(entry))
        self._views.forget(changes)

    def undo(self) -> bool:
        """Put the last removed entry back; False where something was answered since."""
        if self._before is None:
            return False
        saved, problems = self._before
        self._before = None
        self._session.put_back(saved)
        self._problems.put_back(problems)
        self._views.forget_everything()
        return True

    def forget_undo(self) -> None:
        """Something was answered: going back now would lose it."""
        self._before = None
