"""Every rule this program knows, by its id in the catalogue: a new one is a function and a line of a pack."""

from collections.abc import Mapping
from typing import Final

from employment.rules.age import AGE_CHECKS
from employment.rules.case import Check
from employment.rules.disability import DISABILITY_CHECKS
from employment.rules.hardship import HARDSHIP_CHECKS
from employment.rules.identity import IDENTITY_CHECKS
from employment.rules.reachability import REACHABILITY_CHECKS
from employment.rules.schooling import SCHOOLING_CHECKS
from employment.rules.timing import TIMING_CHECKS
from employment.rules.work import WORK_CHECKS

RULE_CHECKS: Final[Mapping[str, Check]] = {
    **IDENTITY_CHECKS,
    **REACHABILITY_CHECKS,
    **AGE_CHECKS,
    **SCHOOLING_CHECKS,
    **WORK_CHECKS,
    **HARDSHIP_CHECKS,
    **DISABILITY_CHECKS,
    **TIMING_CHECKS,
}
