"""How this computer stands, put together for the office on the thread of the exchange.

The same checks as on the page somebody looks at, but for printers, which are nobody's business there; of
what they say only the names go up. The whole text of the diagnosis goes up when the office asked for it, and
is the one a person here can read and save: counts, versions and codes, the log with every word
that is not known to be harmless made a dot.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from desktop.diagnosis import MEBIBYTE, Standing, examine, write_report
from desktop.paths import AppPaths
from desktop.preferences import read_preferences
from desktop.settings.examining import free_bytes, last_lines, program_facts, records_bytes
from store.connection import Store
from store.documents import list_documents
from store.outbox import count_unsent
from store.trust import list_alarms
from sync.change import DeviceReport, DocumentKind
from sync.device_columns import MAX_DIAGNOSTICS_BYTES
from sync.ports import Clock
from sync.replica import Replica
from sync.trust_kept import read_times
from sync.version import PROGRAM_VERSION
from updates.this_system import this_arch, this_platform

_NO_PRINTER_ASKED = 1


@dataclass(frozen=True, slots=True)
class _Known:
    """What the replica knows of itself."""

    unsent: int
    open_alarms: int
    last_signed_ms: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComputerReport:
    """Reads what a report says; called on the thread of the exchange."""

    paths: AppPaths
    language: str
    clock: Clock
    has_keychain: Callable[[], bool]

    def read(self, replica: Replica, *, wants_text: bool) -> DeviceReport:
        known = replica.run(_look)
        standing = self._standing(known)
        text = self._text(standing) if wants_text else b""
        return DeviceReport(
            at_ms=standing.now_ms,
            program=PROGRAM_VERSION,
            system=f"{this_platform()} {this_arch()}",
            free_mib=(standing.free_bytes or 0) // MEBIBYTE,
            unsent=known.unsent,
            last_sync_ms=known.last_signed_ms,
            forms=known.forms,
            troubles=tuple(check.topic.value for check in examine(standing) if not check.is_fine),
            diagnostics=text,
        )

    def _standing(self, known: _Known) -> Standing:
        preferences = read_preferences(self.paths.preferences)
        return Standing(
            now_ms=self.clock.now_ms(),
            records_bytes=records_bytes(self.paths),
            free_bytes=free_bytes(self.paths),
            has_keychain=self.has_keychain(),
            last_copy_ms=preferences.last_copy_ms,
            last_exchange_ms=known.last_signed_ms or None,
            unsent=known.unsent,
            open_alarms=known.open_alarms,
            printers=_NO_PRINTER_ASKED,
            log=last_lines(self.paths.log),
        )

    def _text(self, standing: Standing) -> bytes:
        program = program_facts(read_preferences(self.paths.preferences), language=self.language)
        text = write_report(program, standing, modules=frozenset(sys.modules))
        return text.encode()[-MAX_DIAGNOSTICS_BYTES:]


def _look(store: Store) -> _Known:
    kinds = (DocumentKind.FORM, DocumentKind.RULES)
    # What came with the program its version says; these came from the city since.
    forms = (f"{one.name} {one.version}" for kind in kinds for one in list_documents(store, kind.value))
    return _Known(
        unsent=count_unsent(store),
        open_alarms=sum(one.is_open for one in list_alarms(store)),
        last_signed_ms=read_times(store).signed_ms,
        forms=tuple(sorted(set(forms))),
    )
