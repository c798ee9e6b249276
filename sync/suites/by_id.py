"""From a suite number to the suite, refusing numbers this program does not have."""

from collections.abc import Mapping
from typing import Final

from sync.errors import SuiteUnknownError
from sync.suites.hybrid import HybridSuite
from sync.suites.international import InternationalSuite
from sync.suites.national import NationalSuite
from sync.suites.sm2_provider import find_provider
from sync.suites.suite import Suite, SuiteId

_SUITES: Final[Mapping[int, Suite]] = {
    SuiteId.INTERNATIONAL: InternationalSuite(),
    SuiteId.NATIONAL: NationalSuite(),
    SuiteId.HYBRID: HybridSuite(),
}


def suite_by_id(number: int) -> Suite:
    """Find a suite.

    Suite 2 is always found, so that registries that list its keys can be read; what needs SM2
    itself raises the same error when no provider is installed.

    Raises:
        SuiteUnknownError: never heard of.

    """
    suite = _SUITES.get(number)
    if suite is None:
        raise SuiteUnknownError(suite=str(number))
    return suite


def require_suite(number: int) -> Suite:
    """Find a suite that keys can be made and used in here.

    Raises:
        SuiteUnknownError: never heard of, or suite 2 where nothing does SM2.

    """
    suite = suite_by_id(number)
    if suite.id is SuiteId.NATIONAL:
        find_provider()
    return suite
