"""What a registration begins with, and from where: this window, last time, the record, the scan.

What is nearer to the worker wins: what was just read of them over the record, the record over what
they said last time, and that over what this window says of everybody.
"""

from collections.abc import Mapping

from desktop.gig.past_registrations import PastRegistrations
from desktop.gig.questions import (
    AT_THE_COUNTER,
    BY_THE_DAY,
    COLLECT_MODE,
    COLLECTOR,
    PAY_MODE,
    STATION,
    WANTED_COUNTY,
    of_last_time,
    of_the_window,
)
from desktop.gig.workers import Worker
from sync.places import station_county


def first_answers(
    worker: Worker, *, known: Mapping[str, str], window: Mapping[str, str]
) -> Mapping[str, str]:
    """Give them by reference; `known` is what the register says."""
    last = of_last_time(worker.last.answers) if worker.last else {}
    return {**window, PAY_MODE: BY_THE_DAY, **last, **known, **worker.said}


def window_answers(past: PastRegistrations, *, operator: str, station: str) -> Mapping[str, str]:
    """Give what every form of this window says alike; `station` is blank where it is not known."""
    newest = past.newest()
    said = dict(of_the_window(newest.answers)) if newest else {}
    if newest is not None and newest.operator != operator:
        said.pop(COLLECTOR, None)
    own = {
        COLLECT_MODE: AT_THE_COUNTER,
        STATION: station,
        WANTED_COUNTY: (station_county(station) or "") if station else "",
    }
    return {**said, **{reference: text for reference, text in own.items() if text}}
