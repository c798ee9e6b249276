"""The name of a gig market or station, out of its code: 晋江市零工驿站 001 for LGYZ-350582-001.

No list of stations is published; the code holds the county and which of the two kinds it is.
"""

from typing import Final

from desktop.places import place_of
from resources.words import Words
from sync.places import station_county

_MARKET: Final = "LGSC"


def say_station(code: str, *, words: Words) -> str:
    """Name it; what is no such code is shown as it is."""
    county = station_county(code)
    if county is None:
        return code
    kind = "market" if code.startswith(_MARKET) else "station"
    place, number = place_of((county,)), code.rpartition("-")[2]
    return words.text(f"screens.gig.{kind}_named", place=place, number=number)
