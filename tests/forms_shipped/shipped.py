"""The forms we ship, opened as a device opens them: with the lists that travel beside them."""

import io
from collections.abc import Mapping
from functools import cache

import openpyxl

from employment import check_character
from forms import FormDefinition, FormSession, load_form
from resources import list_names, read_bytes
from tests.fakes.form_device import DEVICE, WallClock
from tests.scenario.form_scenario import Scenario

FORMS = ("person_employment", "gig_register", "enterprise_monitor", "suspect_verify", "service_record")
# Asks nobody anything, so it asks for no consent either; all else holds for it too.
VISIT = "household_visit"
EVERY_FORM = (*FORMS, VISIT)
ZH, EN = "中文 (zh)", "English (en)"

# Nobody and nothing: an order number from 900 up, a company that is not registered.
DEMO_ID = "350582198503029015"
DEMO_USCC = "91350582MA3DEM0T05"


@cache
def workbook_rows(form_id: str, sheet: str = "survey") -> list[dict[str, str]]:
    """Read one sheet of a form's workbook as rows by column."""
    book = openpyxl.load_workbook(io.BytesIO(read_bytes(f"forms/{form_id}.xlsx")), read_only=True)
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [
        {str(name): str(cell or "") for name, cell in zip(header, row, strict=False) if name} for row in rows
    ]


def questions(form_id: str) -> list[dict[str, str]]:
    """Give what a form asks, shows, carries or computes: every row that is no group."""
    return [row for row in workbook_rows(form_id) if not row["type"].startswith(("begin_", "end_"))]


def asked(form_id: str) -> list[dict[str, str]]:
    """Give the rows a person sees."""
    silent = {"start", "end", "today", "deviceid", "username", "audit", "hidden", "calculate"}
    return [row for row in questions(form_id) if row["type"] not in silent]


@cache
def lists() -> Mapping[str, bytes]:
    names = list_names("forms/media", suffix=".csv")
    return {name.rpartition("/")[2]: read_bytes(name) for name in names}


@cache
def definition(form_id: str) -> FormDefinition:
    return load_form(read_bytes(f"forms/{form_id}.xml"), attachments=lists())


def opened(form_id: str, prefill: Mapping[str, str] | None = None) -> Scenario:
    clock = WallClock()
    session = FormSession.start(definition(form_id), clock=clock, device=DEVICE, prefill=prefill)
    return Scenario(b"", clock=clock, session=session)


def fill(scenario: Scenario, group: str, answers: Mapping[str, str]) -> None:
    """Answer the questions of one group in the order given."""
    for name, text in answers.items():
        scenario.answer(f"{group}/{name}", text)


def demo_id(first17: str) -> str:
    """Complete an identity number of nobody with its check character."""
    return first17 + check_character(first17)


CONSENT = {"consent": "1", "consent_sensitive": "1", "consent_share": "0"}
TASK = {"collect_mode": "visit", "collector_code": "qy-014"}
QINGYANG = {"res_county": "350582", "res_town": "350582001", "res_village": "350582001014"}
