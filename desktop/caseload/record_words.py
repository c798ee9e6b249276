"""Gives rows and records their words: who it is, how they stand, with whom they live, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.caseload.caseload_screen import Fact, FormOffer, ListedPerson, Member, RecordPage
from desktop.caseload.field_words import STATUS_TONES, FieldWords, text_of
from desktop.caseload.people import PersonRow, PersonState, parse_known
from desktop.caseload.record_story import RecordStory
from desktop.caseload.story_words import StoryWords
from desktop.caseload.twin_words import TwinWords
from desktop.city_forms import CityForm
from desktop.code_lists import CodeLists
from desktop.components.notice import Notice
from desktop.moments import local_time, say_moment
from desktop.relation_words import say_relation, says_the_sex
from desktop.tokens import Tone
from employment import EMPLOYMENT_BRIEF
from employment.privacy import mask_name
from resources.words import Words
from store import FieldValue

_SHOWN: Final[tuple[tuple[str, str], ...]] = (
    ("id_no", "id-card"),
    ("phone", "phone"),
    ("relation", "users"),
    ("emp_status", "briefcase"),
    ("unemp_registered", "clipboard-list"),
    ("unemp_reason", "info"),
    ("employer_name", "house"),
    ("emp_form", "list-checks"),
    ("status_since", "clock"),
)
_STATE_LOOKS: Final[Mapping[PersonState, tuple[str, Tone]]] = {
    PersonState.NONE: ("circle", Tone.OFF),
    PersonState.DRAFT: ("pencil", Tone.INFO),
    PersonState.DIFFERS: ("git-compare-arrows", Tone.DANGER),
    PersonState.DOUBT: ("triangle-alert", Tone.WARN),
    PersonState.UNSENT: ("cloud-upload", Tone.OFF),
    PersonState.DELIVERED: ("cloud-check", Tone.INFO),
    PersonState.CHECKED: ("shield-check", Tone.INFO),
    PersonState.APPLIED: ("circle-check", Tone.OK),
    PersonState.RETURNED: ("undo-2", Tone.DANGER),
}


@dataclass(frozen=True, slots=True)
class RecordWords:
    """Rows and pages in one language."""

    words: Words
    lists: CodeLists
    form_titles: Mapping[str, str]
    offered: tuple[str, ...] = (EMPLOYMENT_BRIEF,)  # the forms about a person, that one first

    @property
    def fields(self) -> FieldWords:
        return FieldWords(self.words, self.lists)

    def listed(self, row: PersonRow, state: PersonState, *, now_ms: int) -> ListedPerson:
        icon, tone = _STATE_LOOKS[state]
        return ListedPerson(
            id=row.id,
            name=row.name,
            detail=self.fields.sex_and_age(row.sex, row.age, row.id_tail),
            place=row.address,
            moment=say_moment(row.changed_at_ms, now_ms=now_ms, words=self.words),
            status=self.fields.status(row.emp_status),
            status_tone=STATUS_TONES.get(row.emp_status, Tone.OFF),
            state=self.words.text(f"screens.records.state.{state}"),
            state_icon=icon,
            state_tone=tone,
        )

    def page(self, story: RecordStory, *, now_ms: int, is_shown: bool = False) -> RecordPage:
        """Put a record into words; `is_shown` leaves nothing masked."""
        fields = story.person.fields
        household = {} if story.household is None else story.household.fields
        address = text_of(household, "address")
        status = text_of(fields, "emp_status")
        name = text_of(fields, "person_name")
        told = StoryWords(self.fields, self.form_titles)
        return RecordPage(
            person_id=story.person.id,
            name=name if is_shown else mask_name(name),
            detail=self._detail(fields, household, now_ms=now_ms),
            status=self.fields.status(status),
            status_tone=STATUS_TONES.get(status, Tone.OFF),
            facts=tuple(self._facts(fields, address=address, is_shown=is_shown)),
            forms=told.forms(story, now_ms=now_ms),
            history=told.history(story, now_ms=now_ms, is_shown=is_shown),
            collect=self._first_offer(story.drafts),
            other_forms=(
                *(self._offer(form_id, story.drafts) for form_id in self.offered[1:]),
                *(self._city_offer(one, story.drafts) for one in story.city_forms),
            ),
            notice=self._notice(story.differing),
            tags=self._tags(story),
            files=told.files(story, now_ms=now_ms),
            household=" · ".join(part for part in (address, self._code(household)) if part),
            members=tuple(self.member(row, story.person.id) for row in story.members),
            is_shown=is_shown,
            twins=tuple(TwinWords(self.fields).card(twin) for twin in story.twins),
            absorbed=tuple(TwinWords(self.fields).absorbed(record) for record in story.absorbed),
        )

    def _detail(
        self, fields: Mapping[str, FieldValue], household: Mapping[str, FieldValue], *, now_ms: int
    ) -> str:
        known = parse_known(text_of(fields, "id_no"))
        age = None if known is None else known.age_on(local_time(now_ms).date())
        sex = "" if known is None or known.sex is None else known.sex.name.lower()
        parts = (
            self.fields.sex_and_age(sex, age),
            self._code(household),
            text_of(household, "address"),
        )
        return " · ".join(part for part in parts if part)

    def _code(self, household: Mapping[str, FieldValue]) -> str:
        number = text_of(household, "household_no")
        return self.words.text("screens.records.household_code", number=number) if number else ""

    def _tags(self, story: RecordStory) -> tuple[tuple[str, Tone], ...]:
        groups = self.fields.groups(story.person.fields.get("key_group"))
        drafts = [(self.words.text("screens.records.state.draft"), Tone.INFO)] if story.drafts else []
        return (*((group, Tone.BRICK) for group in groups), *drafts)

    def member(self, row: PersonRow, person_id: str) -> Member:
        """Say somebody of the household; `person_id` is whose page it is."""
        relation = say_relation(row.relation, words=self.words, lists=self.lists)
        sex = "" if says_the_sex(row.relation) else row.sex
        about = self.fields.sex_and_age(sex, row.age, row.id_tail)
        return Member(
            id=row.id,
            name=row.name,
            detail=" · ".join(part for part in (relation, about) if part),
            status=self.fields.status(row.emp_status),
            status_tone=STATUS_TONES.get(row.emp_status, Tone.OFF),
            is_this=row.id == person_id,
        )

    def _notice(self, differing: int) -> Notice | None:
        if not differing:
            return None
        sentence = self.words.count("screens.record.differing", differing)
        quiet, act = self._say("differing_quiet"), self._say("differing_act")
        return Notice(Tone.WARN, "git-compare-arrows", sentence, quiet, act, "arrow-right")

    def _first_offer(self, drafts: frozenset[str]) -> FormOffer:
        key = "resume" if self.offered[0] in drafts else "collect"
        return FormOffer(self.offered[0], self.words.text(f"screens.records.{key}"))

    def _offer(self, form_id: str, drafts: frozenset[str]) -> FormOffer:
        title = self.form_titles.get(form_id, form_id)
        begun = self.words.text("screens.records.begun", form=title)
        return FormOffer(form_id, begun if form_id in drafts else title)

    def _city_offer(self, form: CityForm, drafts: frozenset[str]) -> FormOffer:
        is_begun = form.form_id in drafts
        title = self.words.text("screens.records.begun", form=form.title) if is_begun else form.title
        if form.is_withdrawn:
            title = self.words.text("screens.records.withdrawn", form=title)
        return FormOffer(form.form_id, title, is_open=is_begun or not form.is_withdrawn)

    def _facts(self, fields: Mapping[str, FieldValue], *, address: str, is_shown: bool) -> list[Fact]:
        told = self.fields
        facts = [
            Fact(icon, told.title(name), told.value(name, fields.get(name), is_shown=is_shown))
            for name, icon in _SHOWN
        ]
        facts.insert(2, Fact("map-pin", told.title("address"), address))
        return [fact for fact in facts if fact.value]

    def _say(self, key: str, **values: object) -> str:
        return self.words.text(f"screens.record.{key}", **values)
