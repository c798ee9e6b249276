"""Gives each outcome of a scan its card and its line in the list: words, icons, tones and acts.

Kept apart from the presenter because this is where wording is argued about, and the
presenter is where order is.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from desktop.capture.outcome_icons import TEXT_ICONS, icon_of
from desktop.capture.outcomes import (
    ExpiredCode,
    ForgedCode,
    GigStation,
    KnownEnterprise,
    KnownHousehold,
    KnownPerson,
    KnownTask,
    Member,
    OtherText,
    Outcome,
    TextKind,
    UnknownCode,
    is_known,
    is_of_household,
)
from desktop.capture.scan_screen import Act, Mark, MemberRow, RecentScan, ResultCard, ScanChoice, ScanOrigin
from desktop.code_lists import CodeLists
from desktop.moments import local_time, say_clock, say_date
from desktop.relation_words import say_relation
from desktop.station_words import say_station
from desktop.tokens import Tone
from resources.words import ErrorWords, Words

_MISSED = {TextKind.RESIDENT: "person", TextKind.PHONE: "person", TextKind.PLATE: "plate"}
_SEARCHED = (TextKind.TEXT, TextKind.ADDRESS)
_QUIET = {TextKind.INVITATION: "invitation", TextKind.BUSINESS: "business"}


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """Cards and lines in one language."""

    words: Words
    lists: CodeLists

    def card(
        self, outcome: Outcome, *, origin: ScanOrigin, chosen: str | None, caution: str = ""
    ) -> ResultCard:
        """Give the card of an outcome; a caution stands under its body."""
        return replace(self._card(outcome, origin=origin, chosen=chosen), caution=caution)

    def _card(self, outcome: Outcome, *, origin: ScanOrigin, chosen: str | None) -> ResultCard:
        match outcome:
            case KnownHousehold():
                return self._household(outcome, origin=origin, chosen=chosen)
            case KnownPerson(member, household):
                if household is not None:
                    return self._household(household, origin=origin, chosen=chosen)
                return self._person(member, origin=origin)
            case KnownTask():
                return self._task(outcome)
            case KnownEnterprise(code, name):
                return self._enterprise(code, name)
            case GigStation(code):
                return self._station(code)
            case UnknownCode():
                return self._unknown(outcome)
            case ForgedCode(code):
                return self._refused(self.words.error(code))
            case ExpiredCode(expired_on, code):
                return self._refused(self.words.error(code, {"expired_on": expired_on}))
            case OtherText():
                return self._other(outcome)
            case _:
                assert_never(outcome)

    def pill(self, outcome: Outcome) -> str:
        """What stands over the frozen picture."""
        return self._say("pill", what=self.line(outcome))

    def line(self, outcome: Outcome) -> str:
        match outcome:
            case KnownHousehold(number=number):
                return self._say("line.household", number=number)
            case KnownPerson(member, _):
                return self._say("line.person", name=member.masked_name)
            case KnownTask(title=title):
                return self._say("line.task", title=title)
            case KnownEnterprise(name=name):
                return self._say("line.enterprise", name=name)
            case GigStation(code):
                return say_station(code, words=self.words)
            case UnknownCode(kind, shown):
                return self.words.text(f"screens.scan.line.unknown_{kind}", shown=shown)
            case ForgedCode(code) | ExpiredCode(code=code):
                return self.words.error(code).title
            case OtherText(kind, text):
                return self.words.text(f"screens.scan.line.{kind}", shown=text)
            case _:
                assert_never(outcome)

    def recent(self, outcome: Outcome, *, at_ms: int) -> RecentScan:
        known = is_known(outcome)
        state = "known" if known else "new" if isinstance(outcome, UnknownCode) else "look_only"
        if isinstance(outcome, ForgedCode | ExpiredCode):
            state = "refused"
        return RecentScan(
            icon=icon_of(outcome),
            label=self.line(outcome),
            state=self.words.text(f"screens.scan.recent.{state}"),
            time=say_clock(at_ms),
            is_known=known,
        )

    def member_detail(self, member: Member) -> str:
        parts = [say_relation(member.relation, words=self.words, lists=self.lists)]
        parts.append("" if member.age is None else self._say("age", age=member.age))
        return " · ".join(part for part in parts if part)

    def _household(self, known: KnownHousehold, *, origin: ScanOrigin, chosen: str | None) -> ResultCard:
        via = self.words.text(f"screens.scan.origin.{origin}")
        rows = tuple(self._row(member, is_chosen=member.person_id == chosen) for member in known.members)
        collect = Act(ScanChoice.COLLECT, self._say("act.collect"), key_hint="Enter")
        look_up = Act(ScanChoice.LOOK_UP, self._say("act.look_up"), icon="refresh-cw")
        return ResultCard(
            icon="house",
            tone=Tone.PRIMARY,
            title=known.address or self._say("no_address"),
            detail=self._say("household_detail", number=known.number, via=via),
            mark=Mark(self._say("held_here"), Tone.OK, "check"),
            body="" if rows else self._say("empty_household"),
            members=rows,
            acts=(collect,) if rows else (look_up, self._again()),
        )

    def _person(self, member: Member, *, origin: ScanOrigin) -> ResultCard:
        return ResultCard(
            icon="user",
            tone=Tone.PRIMARY,
            title=member.masked_name,
            detail=self.words.text(f"screens.scan.origin.{origin}"),
            mark=Mark(self._say("held_here"), Tone.OK, "check"),
            body="",
            members=(self._row(member, is_chosen=True),),
            acts=(Act(ScanChoice.COLLECT, self._say("act.collect"), key_hint="Enter"),),
        )

    def _task(self, task: KnownTask) -> ResultCard:
        person = task.person
        due = self._say("task_due", day=_day(task.due_on, self.words)) if task.due_on else ""
        verify = Act(ScanChoice.VERIFY, self._say("act.verify"), key_hint="Enter")
        return ResultCard(
            icon="clipboard-list",
            tone=Tone.WARN,
            title=task.title or self._say("task_untitled"),
            detail=due,
            mark=Mark(self._say("held_here"), Tone.OK, "check"),
            body="" if person else self._say("task_of_nobody"),
            members=(self._row(person.member, is_chosen=True),) if person else (),
            acts=(verify, self._again()) if person else (self._again(),),
        )

    def _enterprise(self, code: str, name: str) -> ResultCard:
        return ResultCard(
            icon="briefcase",
            tone=Tone.PRIMARY,
            title=name or code,
            detail=code,
            mark=Mark(self._say("held_here"), Tone.OK, "check"),
            body=self._say("enterprise_body"),
            members=(),
            acts=(Act(ScanChoice.MONITOR, self._say("act.monitor"), key_hint="Enter"), self._again()),
        )

    def _station(self, code: str) -> ResultCard:
        return ResultCard(
            icon="ticket",
            tone=Tone.PRIMARY,
            title=self._say("station_title"),
            detail=say_station(code, words=self.words),
            mark=None,
            body=self._say("station_body"),
            members=(),
            acts=(Act(ScanChoice.REGISTER, self._say("act.register"), key_hint="Enter"), self._again()),
        )

    def _row(self, member: Member, *, is_chosen: bool) -> MemberRow:
        return MemberRow(
            person_id=member.person_id,
            name=member.masked_name,
            detail=self.member_detail(member),
            mark=self._standing(member),
            is_chosen=is_chosen,
        )

    def _standing(self, member: Member) -> Mark:
        standing = member.standing
        if standing.has_open_doubt:
            return Mark(self._say("standing.doubt"), Tone.WARN)
        if standing.has_draft:
            return Mark(self._say("standing.draft"), Tone.INFO)
        if standing.collected_at_ms is None:
            return Mark(self._say("standing.waiting"), Tone.INFO)
        date_words = say_date(local_time(standing.collected_at_ms).date(), words=self.words)
        return Mark(self._say("standing.collected", day=date_words), Tone.OK)

    def _unknown(self, outcome: UnknownCode) -> ResultCard:
        return ResultCard(
            icon=TEXT_ICONS[outcome.kind],
            tone=Tone.WARN,
            title=self._say(f"unknown.{_MISSED.get(outcome.kind, 'code')}"),
            detail=self.words.text(f"screens.scan.line.unknown_{outcome.kind}", shown=outcome.shown),
            mark=None,
            body=self._say(
                f"unknown.body_{_MISSED.get(outcome.kind, 'code' if outcome.subject_id else 'number')}"
            ),
            members=(),
            acts=self._unknown_acts(outcome),
        )

    def _unknown_acts(self, outcome: UnknownCode) -> tuple[Act, ...]:
        kind = outcome.kind
        look_up = Act(ScanChoice.LOOK_UP, self._say("act.look_up"), icon="refresh-cw")
        by_hand = Act(ScanChoice.TYPE, self._say("act.type"), key_hint="Ctrl+L")
        settle = Act(ScanChoice.NEW_HOUSEHOLD, self._say("act.new_household"), icon="house")
        register = Act(ScanChoice.REGISTER, self._say("act.register"), icon="ticket")
        if kind is TextKind.GIG:
            return replace(register, icon="", key_hint="Enter"), look_up, self._again()
        if kind in (TextKind.RESIDENT, TextKind.PHONE):
            return look_up, register, by_hand
        if is_of_household(outcome):
            return look_up, settle, by_hand
        return look_up, by_hand, self._again()

    def _refused(self, error: ErrorWords) -> ResultCard:
        return ResultCard(
            icon="triangle-alert",
            tone=Tone.DANGER,
            title=error.title,
            detail="",
            mark=None,
            body=f"{error.explanation}\n{error.next_step}",
            members=(),
            acts=(self._again(), Act(ScanChoice.TYPE, self._say("act.type"), key_hint="Ctrl+L")),
        )

    def _other(self, outcome: OtherText) -> ResultCard:
        search = Act(ScanChoice.SEARCH, self._say("act.search"), icon="search")
        by_hand = Act(ScanChoice.TYPE, self._say("act.type"), key_hint="Ctrl+L")
        acts: tuple[Act, ...] = (self._again(), by_hand)
        if outcome.kind in _SEARCHED:
            acts = (search, self._again(), by_hand)
        return ResultCard(
            icon=TEXT_ICONS[outcome.kind],
            tone=Tone.OFF,
            title=self.words.text(f"screens.scan.other.{outcome.kind}"),
            detail=self._say(f"other.quiet_{_QUIET.get(outcome.kind, 'look_only')}"),
            mark=None,
            body=outcome.text or self._say("other.invitation_body"),
            members=(),
            acts=acts,
        )

    def _again(self) -> Act:
        return Act(ScanChoice.AGAIN, self._say("act.again"), icon="rotate-cw")

    def _say(self, key: str, **values: object) -> str:
        return self.words.text(f"screens.scan.{key}", **values)


def _day(text: str, words: Words) -> str:
    try:
        return say_date(date.fromisoformat(text), words=words)
    except ValueError:
        return text
