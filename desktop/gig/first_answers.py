"""What a registration begins with, and from where: this window, last time, the record, the scan.

What is nearer to the worker wins: what was just read of them over the record, the record over what
they said last time, and that over what this window says of everybody.
"""

import re
from collections.abc import Mapping
from typing import Final

from desktop.gig.past_registrations import PastRegistrations
from desktop.gig.questions import (
    AT_THE_COUNTER,
    BY_THE_DAY,
    COLLECT_MODE,
    COLLECTOR,
    PAID_DAILY,
    PAY_MODE,
    STATION,
    WANTED_COUNTY,
    of_last_time,
    of_the_window,
)
from desktop.gig.workers import Worker
from sync.places import station_county

# As the forms ask for it.
_STAFF_NUMBER: Final = re.compile(r"[A-Za-z0-9_-]{3,32}", re.ASCII)
_YES: Final = "1"


def first_answers(
    worker: Worker, *, known: Mapping[str, str], window: Mapping[str, str]
) -> Mapping[str, str]:
    """Give them by reference; `known` is what the register says."""
    last = of_last_time(worker.last.answers) if worker.last else {}
    # Pay by the day is paid by the day; whoever said otherwise last time keeps their word.
    by_the_day = {PAY_MODE: BY_THE_DAY, PAID_DAILY: _YES}
    return {**window, **by_the_day, **last, **known, **worker.said}


def window_answers(past: PastRegistrations, *, operator: str, own: Mapping[str, str]) -> Mapping[str, str]:
    """Give what every form of this window says alike; `own` is what this window is known for, by reference.

    What somebody said of the window wins over what its newest form said. The staff number is the operator's
    own: from any of their forms, or their name where people come in by number.
    """
    newest = past.newest()
    said = dict(of_the_window(newest.answers)) if newest else {}
    number = operator if _STAFF_NUMBER.fullmatch(operator) else ""
    said[COLLECTOR] = past.collector_of(operator) or number
    said = {**said, **{reference: text for reference, text in own.items() if text}}
    mode = {COLLECT_MODE: AT_THE_COUNTER}
    return {reference: text for reference, text in {**said, **mode, **of_the_station(said)}.items() if text}


def of_the_station(said: Mapping[str, str]) -> Mapping[str, str]:
    """Give what follows from the station: whoever comes to it mostly wants to work in its county."""
    return {WANTED_COUNTY: station_county(said.get(STATION, "")) or ""}
