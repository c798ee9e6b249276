"""The short employment form about 蔡志明, begun: what form tests start from."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from desktop.error_report import report_error
from desktop.form_entry.draft_document import read_document
from desktop.moments import local_time
from forms import DeviceProperties, FormDefinition, FormSession, load_form
from resources import read_bytes
from resources.words import Words
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy

WHO = "/employment_brief/who"
WORK = "/employment_brief/work"
DEVICE = DeviceProperties("d0" * 16)


class StoryClock:
    """The form engine's clock, standing at the start of the story."""

    def now(self) -> datetime:
        return local_time(STORY_STARTS_MS)


def brief_form() -> FormDefinition:
    return load_form(read_bytes("forms/employment_brief.xml"))


report = partial(report_error, words=Words("zh_CN"), entropy=SeededEntropy("form"))


def begin_filling(*, language: str | None = None, prefill: Mapping[str, str] | None = None) -> FormSession:
    known = {f"{WHO}/person_name": "蔡志明", f"{WHO}/relation": "0"}
    return FormSession.start(
        brief_form(),
        clock=StoryClock(),
        device=DEVICE,
        language=language,
        prefill=known | dict(prefill or {}),
    )


def resume_filling(saved: bytes) -> FormSession:
    session = read_document(saved).session
    return FormSession.resume(brief_form(), session, clock=StoryClock(), device=DEVICE)
