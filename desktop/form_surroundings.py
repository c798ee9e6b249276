"""What stands around a form: whom it is about, the cards beside it, who fills it, and where forms come from.

Everything is read from the desk when it is asked for, so that a lock or an exchange in between
is never overlooked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.code_lists import CodeLists
from desktop.delivered import Delivered
from desktop.desk import Desk
from desktop.form_entry.draft_move import left_over_cards
from desktop.form_entry.form_screen import ContextCard, FormHeader
from desktop.form_entry.person_context import PersonContext
from desktop.form_knowledge import FormKnowledge
from desktop.form_shelf import FormClock, FormShelf, form_title
from desktop.moments import local_time
from desktop.operations.edits import Author
from desktop.operations.subjects import standing_id
from desktop.places import place_of
from employment.tables import shipped_answer_table
from forms import DeviceProperties, FormSession
from resources.words import Words
from store import Store, StoredRecord, read_record, record_history
from sync.keys.enrolment import Enrolment


@dataclass(frozen=True, slots=True)
class FormSurroundings:
    """One desk, in one language; `tell` hears of a delivered form that was passed over."""

    desk: Desk
    words: Words
    lists: CodeLists
    tell: Callable[[Exception], None]

    def reader(self) -> Store:
        if self.desk.reader is None:
            raise RuntimeError("the replica is not open")
        return self.desk.reader

    def membership(self) -> Enrolment:
        membership = self.desk.news.membership if self.desk.news else None
        if membership is None:
            raise RuntimeError("a form is open on a device that has not joined")
        return membership

    def author(self) -> Author:
        membership = self.membership()
        return Author(self.desk.operator, membership.identity.device_id)

    def device(self) -> DeviceProperties:
        author = self.author()
        return DeviceProperties(device_id=author.device_id, username=author.operator)

    def clock(self) -> FormClock:
        return FormClock(self.desk.clock)

    def knowledge(self) -> FormKnowledge:
        return FormKnowledge(self.reader(), self.words, self.lists, self._today())

    def shelf(self) -> FormShelf:
        return FormShelf(Delivered(self.reader()), tell=self.tell)

    def person(self, person_id: str) -> StoredRecord | None:
        """Give whom a form is about: the record it was joined with, if it was.

        While records are closed nothing of what is known comes along.
        """
        record = read_record(self.reader(), "person", standing_id(self.reader(), person_id))
        if record is None or record.is_deleted:
            return None
        return record if self.desk.shows_records() else replace(record, fields={})

    def header(self, person: StoredRecord | None, session: FormSession) -> FormHeader:
        definition = session.definition
        title = form_title(definition.form_id, self.words, named=definition.title)
        if person is None or not self.desk.shows_records():
            return FormHeader(title, place_of(self.membership().scope))
        household = self.knowledge().household(person)
        address = str(household.fields.get("address") or "") if household else ""
        return self._person_words().header(person, address=address, form_title=title)

    def last_time(self, person: StoredRecord | None, form_id: str) -> Mapping[str, str]:
        """Give what the record holds for the questions of a form; nothing while records are closed."""
        if person is None or not self.desk.shows_records():
            return {}
        return shipped_answer_table().last_time(form_id, person.fields)

    def cards(
        self, person: StoredRecord | None, session: FormSession, tasks: Sequence[StoredRecord]
    ) -> Sequence[ContextCard]:
        """Give the cards beside a form: answers that fit no more, then what is known of the person."""
        beside = left_over_cards(session, self.former_sessions(session), self.words)
        if person is None or not self.desk.shows_records():
            return beside
        history = record_history(self.reader(), "person", person.id)
        return (*beside, *self._person_words().cards(person, tasks=tasks, history=history))

    def former_sessions(self, session: FormSession) -> Sequence[FormSession]:
        """Begin the other versions of a form, for the names of questions it asks no more."""
        if not session.left_over:
            return ()
        others = self.shelf().others(session.definition)
        return [FormSession.start(one, clock=self.clock(), device=self.device()) for one in others]

    def _person_words(self) -> PersonContext:
        return PersonContext(self.words, self.lists, self._today())

    def _today(self) -> date:
        return local_time(self.desk.clock.now_ms()).date()
