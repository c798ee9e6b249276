"""The table of all functions by the name they are called with."""

from typing import Final

from forms.xpath.functions.core import CORE
from forms.xpath.functions.dates import DATES
from forms.xpath.functions.geometry import GEOMETRY
from forms.xpath.functions.numbers import NUMBERS
from forms.xpath.functions.odk import ODK
from forms.xpath.functions.selections import SELECTIONS
from forms.xpath.functions.signature import Function
from forms.xpath.functions.signatures import SIGNATURES
from forms.xpath.functions.text import TEXT

FUNCTIONS: Final[dict[str, Function]] = {
    **CORE,
    **TEXT,
    **NUMBERS,
    **DATES,
    **SELECTIONS,
    **GEOMETRY,
    **ODK,
    **SIGNATURES,
}

__all__ = ["FUNCTIONS", "Function"]
