"""D51, D52, D54 and D57: do the dates of one record follow each other, and is it still fresh."""

from collections.abc import Mapping
from typing import Final

from employment.person import EmploymentStatus
from employment.retirement import MONTHS, add_months, retires_on
from employment.rules.case import Check, Evidence, RuleCase
from employment.rules.who import birth_of, tracks_for

_WORKING_AGE: Final = 16
_FRESH_DAYS: Final = 180
_FRESH_DAYS_OF_KEY_GROUPS: Final = 90
_NO_KEY_GROUP: Final = frozenset({"none"})
# 就业补助资金管理办法: three years, or until retirement for who is less than five years away from it.
_SUBSIDY_MONTHS: Final = 36
_NEAR_RETIREMENT_YEARS: Final = 5


def work_began_at_an_impossible_time(case: RuleCase) -> Evidence | None:
    """D51: employed since before the sixteenth birthday, or since a day that has not come."""
    since = case.day("status_since")
    if since is None or case.text("emp_status") != EmploymentStatus.EMPLOYED:
        return None
    born_on = birth_of(case)
    is_early = born_on is not None and since < add_months(born_on, _WORKING_AGE * MONTHS)
    return {"status_since": since.isoformat()} if is_early or since > case.context.today else None


def unemployed_before_the_last_job_ended(case: RuleCase) -> Evidence | None:
    """D52: the time without work starts before the last work ended."""
    since = case.day("status_since")
    ended = case.day("last_job_ended_on")
    is_unemployed = case.text("emp_status") == EmploymentStatus.UNEMPLOYED
    if not is_unemployed or since is None or ended is None or since >= ended:
        return None
    return {"status_since": since.isoformat(), "last_job_ended_on": ended.isoformat()}


def record_is_out_of_date(case: RuleCase) -> Evidence | None:
    """D54: not looked at for half a year, or for a quarter where a key group asks for it."""
    verified = case.day("last_verified_on")
    if verified is None:
        return None
    in_key_group = bool(case.choices("key_group") - _NO_KEY_GROUP)
    allowed = _FRESH_DAYS_OF_KEY_GROUPS if in_key_group else _FRESH_DAYS
    days = (case.context.today - verified).days
    return {"days": str(days), "allowed": str(allowed)} if days > allowed else None


def subsidy_runs_too_long(case: RuleCase) -> Evidence | None:
    """D57: more than three years of subsidy with more than five to go, by every table that may hold."""
    months = case.number("subsidy_months")
    born_on = birth_of(case)
    tracks = tracks_for(case)
    if months is None or months <= _SUBSIDY_MONTHS or born_on is None or not tracks:
        return None
    earliest = min(retires_on(born_on, track=track) for track in tracks)
    if earliest <= add_months(case.context.today, _NEAR_RETIREMENT_YEARS * MONTHS):
        return None
    return {"subsidy_months": str(months), "retires_on": earliest.isoformat()}


TIMING_CHECKS: Final[Mapping[str, Check]] = {
    "D51": work_began_at_an_impossible_time,
    "D52": unemployed_before_the_last_job_ended,
    "D54": record_is_out_of_date,
    "D57": subsidy_runs_too_long,
}
