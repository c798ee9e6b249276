"""From a suite number to the suite, refusing numbers this program does not have."""

from collections.abc import Mapping
from typing import Final

from sync.errors import SuiteUnknownError
from sync.suites.international import InternationalSuite
from sync.suites.suite import Suite, SuiteId

_SUITES: Final[Mapping[SuiteId, Suite]] = {SuiteId.INTERNATIONAL: InternationalSuite()}


def suite_by_id(number: int) -> Suite:
    """Find a suite.

    Raises:
        SuiteUnknownError: reserved for later, or never heard of.

    """
    for suite_id, suite in _SUITES.items():
        if suite_id == number:
            return suite
    raise SuiteUnknownError(suite=str(number))
