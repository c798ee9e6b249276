"""What a computer says of itself and what the office wants of it, as columns of a bundle."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sync.change import DeviceOrder, DeviceReport, DeviceWish
from sync.errors import MessageTooLargeError
from sync.value_columns import (
    read_bytes_column,
    read_choices,
    read_ids,
    read_integers,
    read_name_lists,
)

MAX_DIAGNOSTICS_BYTES: Final = 64 * 1024
Reader = Callable[[Sequence[Any]], Sequence[Any]]

REPORT_COLUMNS: Final[Mapping[str, Reader]] = {
    "at_ms": read_integers,
    "program": read_ids,
    "system": read_ids,
    "free_mib": read_integers,
    "unsent": read_integers,
    "last_sync_ms": read_integers,
    "forms": read_name_lists,
    "troubles": read_name_lists,
    "order": read_integers,
    "diagnostics": read_bytes_column,
}
ORDER_COLUMNS: Final[Mapping[str, Reader]] = {
    "number": read_integers,
    "wish": partial(read_choices, choices=DeviceWish),
    "argument": read_ids,
}


def pack_report(report: DeviceReport) -> tuple[object, ...]:
    return (
        report.at_ms,
        report.program,
        report.system,
        report.free_mib,
        report.unsent,
        report.last_sync_ms,
        list(report.forms) or None,
        list(report.troubles) or None,
        report.order,
        report.diagnostics,
    )


def build_report(
    at_ms: int,
    program: str,
    system: str,
    free_mib: int,
    unsent: int,
    last_sync_ms: int,
    forms: Sequence[str],
    troubles: Sequence[str],
    order: int,
    diagnostics: bytes,
) -> DeviceReport:
    """Put a row together.

    Raises:
        MessageTooLargeError: a diagnosis longer than any honest one.

    """
    if len(diagnostics) > MAX_DIAGNOSTICS_BYTES:
        raise MessageTooLargeError(size=str(len(diagnostics)), limit=str(MAX_DIAGNOSTICS_BYTES))
    return DeviceReport(
        at_ms,
        program,
        system,
        free_mib,
        unsent,
        last_sync_ms,
        tuple(forms),
        tuple(troubles),
        order,
        diagnostics,
    )


def pack_order(order: DeviceOrder) -> tuple[object, ...]:
    return (order.number, order.wish.value, order.argument)


def build_order(number: int, wish: DeviceWish, argument: str) -> DeviceOrder:
    return DeviceOrder(number, wish, argument)
