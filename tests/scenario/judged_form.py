"""A form of three questions, each in another strength: a code stops, a place is verified, an age hints."""

from typing import Final

from tests.scenario.form_scenario import ask, bind, form

JUDGED_FORM: Final = form(
    "<code/><place/><age/>",
    bind("code", type="string", qz_validator="cn_uscc"),
    bind("place", type="string", qz_validator="cn_division12"),
    bind("age", type="int", constraint=". < 60", qz_strength="hint"),
    body=(ask("code"), ask("place"), ask("age")),
)
FALSE_CODE: Final = "91350582MA3DEM0T04"
TRUE_CODE: Final = "91350582MA3DEM0T05"
UNLISTED_PLACE: Final = "350582001999"
