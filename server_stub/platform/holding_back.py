"""While the city's own system does not answer, what needs it waits and everything else goes on.

An envelope is taken through a stage in one transaction; one that the city would have to judge
is left in its stage, and the next round finds it there.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

from server_stub.city_system.errors import CitySystemError

Arguments = ParamSpec("Arguments")

logger = logging.getLogger(__name__)


@contextmanager
def holding_back() -> Iterator[None]:
    """End the steps inside where the city is missing; they are taken again in the next round."""
    try:
        yield
    except CitySystemError as error:
        logger.warning("held back, %s: %s", error.code, dict(error.parameters))


def if_city_answers(
    step: Callable[Arguments, object], *arguments: Arguments.args, **named: Arguments.kwargs
) -> None:
    """Take one step, unless the city is missing for it."""
    with holding_back():
        step(*arguments, **named)
