"""Gives rows and stories their words: labels of codes, masked numbers, before and after.

A change of a field is told with both values, because "who changed what" is the question
an officer opens this page with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.caseload.caseload_screen import Fact, FormCard, FormOffer, HistoryLine, ListedPerson, RecordPage
from desktop.caseload.people import PersonRow, PersonState, parse_known
from desktop.caseload.record_story import FilledOnce, RecordStory
from desktop.city_forms import CityForm
from desktop.code_lists import CodeLists
from desktop.components.notice import Notice
from desktop.exchange.delivery_steps import delivery_steps
from desktop.moments import local_time, say_moment
from desktop.tokens import Tone
from employment import EMPLOYMENT_BRIEF
from employment.privacy import mask_name, mask_phone, mask_resident_id
from resources.words import Words
from store import DeliveryState, FieldValue, RecordVersion

_LISTED: Final = frozenset({"relation", "emp_status", "unemp_reason", "emp_form"})
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
_STATUS_TONES: Final[Mapping[str, Tone]] = {"1": Tone.WARN, "2": Tone.OK, "3": Tone.OK, "4": Tone.INFO}
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
_CHANGES_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class RecordWords:
    """Rows and pages in one language."""

    words: Words
    lists: CodeLists
    form_titles: Mapping[str, str]
    offered: tuple[str, ...] = (EMPLOYMENT_BRIEF,)  # the forms about a person, that one first

    def listed(self, row: PersonRow, *, now_ms: int) -> ListedPerson:
        icon, tone = _STATE_LOOKS[row.state]
        return ListedPerson(
            id=row.id,
            name=row.name,
            detail=self._sex_and_age(row.sex, row.age, row.id_tail),
            place=row.address,
            moment=say_moment(row.changed_at_ms, now_ms=now_ms, words=self.words),
            status=self._status(row.emp_status),
            status_tone=_STATUS_TONES.get(row.emp_status, Tone.OFF),
            state=self.words.text(f"screens.records.state.{row.state}"),
            state_icon=icon,
            state_tone=tone,
        )

    def page(self, story: RecordStory, *, now_ms: int) -> RecordPage:
        fields = story.person.fields
        known = parse_known(_text(fields, "id_no"))
        age = None if known is None else known.age_on(local_time(now_ms).date())
        sex = "" if known is None or known.sex is None else known.sex.name.lower()
        household = {} if story.household is None else story.household.fields
        number = _text(household, "household_no")
        code = self.words.text("screens.records.household_code", number=number) if number else ""
        detail = (self._sex_and_age(sex, age, ""), code, _text(household, "address"))
        status = _text(fields, "emp_status")
        return RecordPage(
            person_id=story.person.id,
            name=mask_name(_text(fields, "person_name")),
            detail=" · ".join(part for part in detail if part),
            status=self._status(status),
            status_tone=_STATUS_TONES.get(status, Tone.OFF),
            facts=tuple(self._facts(fields, address=_text(household, "address"))),
            forms=tuple(self._form(form, story.city_forms, now_ms=now_ms) for form in story.forms),
            history=tuple(reversed(self._history(story.versions, now_ms=now_ms))),
            collect=self._first_offer(story.drafts),
            other_forms=(
                *(self._offer(form_id, story.drafts) for form_id in self.offered[1:]),
                *(self._city_offer(one, story.drafts) for one in story.city_forms),
            ),
            notice=self._notice(story.differing),
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

    def _facts(self, fields: Mapping[str, FieldValue], *, address: str) -> list[Fact]:
        facts = [Fact(icon, self._field(name), self._value(name, fields.get(name))) for name, icon in _SHOWN]
        facts.insert(2, Fact("map-pin", self._field("address"), address))
        return [fact for fact in facts if fact.value]

    def _form(self, filled: FilledOnce, city_forms: Sequence[CityForm], *, now_ms: int) -> FormCard:
        form = filled.submission
        named = next((one.title for one in city_forms if one.form_id == form.form_id), form.form_id)
        title = self.form_titles.get(form.form_id, named)
        moment = say_moment(form.finalised_at_ms, now_ms=now_ms, words=self.words)
        progress = filled.progress
        state = DeliveryState.APPLIED if progress is None else progress.state
        times = {DeliveryState.QUEUED: form.finalised_at_ms} if progress is None else progress.times
        code = None if progress is None else progress.code
        return FormCard(
            title=self._say("submission", form=title, moment=moment),
            by=self._say("submission_by", operator=form.operator),
            steps=delivery_steps(state, times, words=self.words),
            problem=""
            if code is None
            else self._say("returned_because", reason=self.words.error(code).title),
        )

    def _history(self, versions: tuple[RecordVersion, ...], *, now_ms: int) -> list[HistoryLine]:
        befores: list[Mapping[str, FieldValue] | None] = [None, *(version.fields for version in versions)]
        return [
            self._version(version, before, now_ms=now_ms)
            for version, before in zip(versions, befores, strict=False)
        ]

    def _version(
        self, version: RecordVersion, before: Mapping[str, FieldValue] | None, *, now_ms: int
    ) -> HistoryLine:
        is_ours = version.origin.source == "device"
        source = self._say("version_device", operator=version.origin.operator or "")
        return HistoryLine(
            moment=say_moment(version.changed_at_ms, now_ms=now_ms, words=self.words),
            source=source if is_ours else self._say("version_platform"),
            changes=self._changes(version.fields, before),
            tone=Tone.PRIMARY if is_ours else Tone.INFO,
        )

    def _changes(
        self, after: Mapping[str, FieldValue], before: Mapping[str, FieldValue] | None
    ) -> tuple[str, ...]:
        if before is None:
            return (self._say("version_created"),)
        changed = [name for name in after if after[name] != before.get(name) and self._knows(name)]
        lines = [
            self._say(
                "version_changed",
                field=self._field(name),
                before=self._value(name, before.get(name)) or self._say("empty_value"),
                after=self._value(name, after[name]) or self._say("empty_value"),
            )
            for name in changed[:_CHANGES_SHOWN]
        ]
        if len(changed) > _CHANGES_SHOWN:
            lines.append(self._say("hidden_changes", count=len(changed) - _CHANGES_SHOWN))
        return tuple(lines) or (self._say("version_same"),)

    def _value(self, name: str, value: FieldValue) -> str:
        text = value if isinstance(value, str) else ""
        if not text:
            return ""
        if name in _LISTED:
            return self.lists.label(name, text)
        masks = {"id_no": mask_resident_id, "phone": mask_phone, "person_name": mask_name}
        if name in masks:
            return masks[name](text)
        if name == "unemp_registered" and text in ("0", "1"):
            return self._say(f"yes_no.{text}")
        return text

    def _sex_and_age(self, sex: str, age: int | None, tail: str) -> str:
        parts = (
            self.words.text(f"screens.records.{sex}") if sex else "",
            "" if age is None else self.words.text("screens.records.age", age=age),
            self.words.text("screens.records.id_tail", tail=tail) if tail else "",
        )
        return " · ".join(part for part in parts if part)

    def _status(self, code: str) -> str:
        if not code:
            return self.words.text("screens.records.unknown_status")
        label = self.lists.label("emp_status", code)
        return label.partition("（")[0].partition(" (")[0]

    def _knows(self, name: str) -> bool:
        return self.words.knows(f"screens.record.field.{name}")

    def _field(self, name: str) -> str:
        return self._say(f"field.{name}")

    def _say(self, key: str, **values: object) -> str:
        return self.words.text(f"screens.record.{key}", **values)


def _text(fields: Mapping[str, FieldValue], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
