"""Tells what happened to a record: forms and their way, files, and every change with before and after.

A change of a field is told with both values, because "who changed what" is the question
an officer opens this page with. Who looked at a masked record stands in the same line of time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.caseload.caseload_screen import FileLine, FormCard, HistoryLine
from desktop.caseload.field_words import FieldWords
from desktop.caseload.record_story import FilledOnce, RecordStory
from desktop.city_forms import CityForm
from desktop.exchange.delivery_steps import delivery_steps
from desktop.moments import say_moment
from desktop.tokens import Tone
from store import DeliveryState, FieldValue, RecordVersion
from store.attachments import Attachment
from store.disclosures import Disclosure

_CHANGES_SHOWN: Final = 6
_KIB: Final = 1024


@dataclass(frozen=True, slots=True)
class StoryWords:
    """Stories in one language; `titles` are the names of the shipped forms."""

    fields: FieldWords
    titles: Mapping[str, str]

    def forms(self, story: RecordStory, *, now_ms: int) -> tuple[FormCard, ...]:
        return tuple(self._form(form, story.city_forms, now_ms=now_ms) for form in story.forms)

    def files(self, story: RecordStory, *, now_ms: int) -> tuple[FileLine, ...]:
        """Give every photo and signature; the log a form keeps of itself is none."""
        return tuple(
            self._file(file, filled, story.city_forms, now_ms=now_ms)
            for filled in story.forms
            for file in filled.files
            if file.media_type.startswith("image/")
        )

    def history(self, story: RecordStory, *, now_ms: int, is_shown: bool) -> tuple[HistoryLine, ...]:
        """Give the line of time, the newest first."""
        filled = {one.submission.id: self._title(one, story.city_forms) for one in story.forms}
        befores: list[Mapping[str, FieldValue] | None] = [None, *(one.fields for one in story.versions)]
        told = [
            (version.changed_at_ms, self._version(version, before, filled, now_ms=now_ms, is_shown=is_shown))
            for version, before in zip(story.versions, befores, strict=False)
        ]
        told += [(look.at_ms, self._look(look, now_ms=now_ms)) for look in story.looks]
        # Of two lines of one moment the later one was written later.
        ordered = sorted(enumerate(told), key=lambda one: (one[1][0], one[0]), reverse=True)
        return tuple(line for _, (_, line) in ordered)

    def _form(self, filled: FilledOnce, city_forms: Sequence[CityForm], *, now_ms: int) -> FormCard:
        form, progress = filled.submission, filled.progress
        moment = say_moment(form.finalised_at_ms, now_ms=now_ms, words=self.fields.words)
        state = DeliveryState.APPLIED if progress is None else progress.state
        times = {DeliveryState.QUEUED: form.finalised_at_ms} if progress is None else progress.times
        code = None if progress is None else progress.code
        return FormCard(
            title=self._say("submission", form=self._title(filled, city_forms), moment=moment),
            by=self._say("submission_by", operator=form.operator),
            steps=delivery_steps(state, times, words=self.fields.words),
            problem=""
            if code is None
            else self._say("returned_because", reason=self.fields.words.error(code).title),
        )

    def _file(
        self, file: Attachment, filled: FilledOnce, city_forms: Sequence[CityForm], *, now_ms: int
    ) -> FileLine:
        moment = say_moment(filled.submission.finalised_at_ms, now_ms=now_ms, words=self.fields.words)
        size = self._say("file_size", size=max(1, round(file.size_bytes / _KIB)))
        return FileLine(
            name=file.name,
            detail=" · ".join((self._title(filled, city_forms), moment, size)),
            state=self._say("file_sent" if file.is_sent else "file_waits"),
            tone=Tone.OK if file.is_sent else Tone.OFF,
            icon="cloud-check" if file.is_sent else "cloud-upload",
        )

    def _title(self, filled: FilledOnce, city_forms: Sequence[CityForm]) -> str:
        form_id = filled.submission.form_id
        named = next((one.title for one in city_forms if one.form_id == form_id), form_id)
        return self.titles.get(form_id, named)

    def _version(
        self,
        version: RecordVersion,
        before: Mapping[str, FieldValue] | None,
        filled: Mapping[str, str],
        *,
        now_ms: int,
        is_shown: bool,
    ) -> HistoryLine:
        is_ours = version.origin.source == "device"
        source = self._say("version_device", operator=version.origin.operator or "")
        by_form = filled.get(version.origin.submission_id or "")
        if is_ours and by_form:
            source = self._say("version_form", form=by_form, operator=version.origin.operator or "")
        return HistoryLine(
            moment=say_moment(version.changed_at_ms, now_ms=now_ms, words=self.fields.words),
            source=source if is_ours else self._say("version_platform"),
            changes=self._changes(version.fields, before, is_shown=is_shown),
            tone=Tone.PRIMARY if is_ours else Tone.INFO,
        )

    def _look(self, look: Disclosure, *, now_ms: int) -> HistoryLine:
        kind = "looked" if look.seconds else "printed"  # paper stays, so no time is kept with it
        return HistoryLine(
            moment=say_moment(look.at_ms, now_ms=now_ms, words=self.fields.words),
            source=self._say(kind, operator=look.operator),
            changes=(self._say(f"{kind}_why", purpose=look.purpose, seconds=look.seconds),),
            tone=Tone.BRICK,
        )

    def _changes(
        self, after: Mapping[str, FieldValue], before: Mapping[str, FieldValue] | None, *, is_shown: bool
    ) -> tuple[str, ...]:
        if before is None:
            return (self._say("version_created"),)
        lines = list(self._changed(after, before, is_shown=is_shown))
        if len(lines) > _CHANGES_SHOWN:
            lines[_CHANGES_SHOWN:] = [self._say("hidden_changes", count=len(lines) - _CHANGES_SHOWN)]
        return tuple(lines) or (self._say("version_same"),)

    def _changed(
        self, after: Mapping[str, FieldValue], before: Mapping[str, FieldValue], *, is_shown: bool
    ) -> Iterator[str]:
        for name, value in after.items():
            if value != before.get(name) and self.fields.knows(name):
                was = self.fields.value(name, before.get(name), is_shown=is_shown)
                now = self.fields.value(name, value, is_shown=is_shown)
                empty = self._say("empty_value")
                yield self._say(
                    "version_changed", field=self.fields.title(name), before=was or empty, after=now or empty
                )

    def _say(self, key: str, **values: object) -> str:
        return self.fields.words.text(f"screens.record.{key}", **values)
