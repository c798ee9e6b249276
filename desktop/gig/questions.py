"""Which questions of the form for gig workers the counter knows by name, and what becomes of them next time.

Everything else the form asks is asked in its own words, so a newer version of the form needs no
new program. What a worker answered last time is offered again, except what has to be said anew
each time: consent, and from which day.
"""

from collections.abc import Mapping
from typing import Final

FORM_ID: Final = "gig_register"
_ROOT: Final = f"/{FORM_ID}"

CONSENT: Final = f"{_ROOT}/consent_grp/consent"
NOTICE: Final = f"{_ROOT}/consent_grp/consent_note"
SENSITIVE: Final = f"{_ROOT}/consent_grp/consent_sensitive"
COLLECT_MODE: Final = f"{_ROOT}/task/collect_mode"
COLLECTOR: Final = f"{_ROOT}/task/collector_code"
STATION: Final = f"{_ROOT}/station/station_code"
SCENE: Final = f"{_ROOT}/station/scene"
ID_NUMBER: Final = f"{_ROOT}/who/id_no"
NAME: Final = f"{_ROOT}/who/person_name"
SEX: Final = f"{_ROOT}/who/sex"
SEX_OF_NUMBER: Final = f"{_ROOT}/who/sex_from_id"
PHONE: Final = f"{_ROOT}/who/phone"
COUNTY: Final = f"{_ROOT}/res_place/res_county"
TOWN: Final = f"{_ROOT}/res_place/res_town"
VILLAGE: Final = f"{_ROOT}/res_place/res_village"
TRADES: Final = f"{_ROOT}/cap/trades"
DAYS: Final = f"{_ROOT}/avail/days"
SLOTS: Final = f"{_ROOT}/avail/slots"
FROM_DATE: Final = f"{_ROOT}/avail/from_date"
TO_DATE: Final = f"{_ROOT}/avail/to_date"
WANTED_COUNTY: Final = f"{_ROOT}/avail/want_county"
RADIUS: Final = f"{_ROOT}/avail/radius_km"
PAY_MODE: Final = f"{_ROOT}/pay/pay_mode"
PAY: Final = f"{_ROOT}/pay/pay_min"
PAID_DAILY: Final = f"{_ROOT}/pay/pay_daily"
STARTED: Final = f"{_ROOT}/start"
ENDED: Final = f"{_ROOT}/end"

MOST_TRADES: Final = 6
AT_THE_COUNTER: Final = "scan"  # list `collect_mode`
BY_THE_DAY: Final = "day"  # list `pay_mode`

# What stands on the counter's own sheet; the rest is asked one question at a time.
ON_THE_SHEET: Final = (TRADES, DAYS, SLOTS, FROM_DATE, PAY, PHONE, RADIUS)
# What the worker is told and asked before anything else; then who it is.
FIRST: Final = f"{_ROOT}/consent_grp/"
WHO: Final = (ID_NUMBER, NAME)
# What belongs to this window and not to whoever stands before it.
OF_THE_WINDOW: Final = (COLLECT_MODE, COLLECTOR, STATION, SCENE)
_SAID_ANEW: Final = (FIRST, f"{_ROOT}/task/", f"{_ROOT}/station/", f"{_ROOT}/dispatch", f"{_ROOT}/meta/")
_ANEW: Final = frozenset({FROM_DATE, TO_DATE, *(f"{_ROOT}/{name}" for name in ("start", "end", "today"))})


def of_last_time(answers: Mapping[str, str]) -> Mapping[str, str]:
    """Give what a worker said last time and is offered again."""
    return {
        reference: text
        for reference, text in answers.items()
        if reference not in _ANEW and not reference.startswith(_SAID_ANEW)
    }


def of_the_window(answers: Mapping[str, str]) -> Mapping[str, str]:
    """Give what the form of the worker before said about this window."""
    return {reference: answers[reference] for reference in OF_THE_WINDOW if answers.get(reference)}
