"""The audit log of a filling: what was done to the form and when, never where and by whom.

Kept only where the form asks for it (`meta/audit`), in the columns of ODK's
audit.csv. Answers stand in it only where the form tracks changes. Places and
reasons for changes, which ODK can also record, are not recorded.
"""

import csv
import io
from dataclasses import dataclass, field
from typing import Final

from forms.xform.shape import Shape

FILE_NAME: Final = "audit.csv"
_TRACKS_CHANGES: Final = "odk:track-changes"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the log; texts are blank where changes are not tracked."""

    event: str
    node: str
    at_ms: int
    old: str = ""
    new: str = ""


@dataclass(slots=True)
class AuditLog:
    """The events so far; who writes it asks first whether it is wanted."""

    is_wanted: bool
    tracks_changes: bool
    events: list[AuditEvent] = field(default_factory=list)

    def record(self, event: str, *, at_ms: int, node: str = "", old: str = "", new: str = "") -> None:
        texts = (old, new) if self.tracks_changes else ("", "")
        self.events.append(AuditEvent(event, node, at_ms, *texts))

    def write_csv(self) -> bytes:
        """Write the log as ODK clients attach it to a submission."""
        written = io.StringIO(newline="")
        rows = csv.writer(written, lineterminator="\n")
        columns = ["event", "node", "start", "end"]
        rows.writerow([*columns, "old-value", "new-value"] if self.tracks_changes else columns)
        for each in self.events:
            changes = [each.old, each.new] if self.tracks_changes else []
            rows.writerow([each.event, each.node, each.at_ms, "", *changes])
        return written.getvalue().encode()


def open_log(root: Shape) -> AuditLog:
    """Open the log a form asks for, or one that records nothing."""
    audit = audit_shape(root)
    if audit is None:
        return AuditLog(is_wanted=False, tracks_changes=False)
    return AuditLog(is_wanted=True, tracks_changes=audit.bind.extras.get(_TRACKS_CHANGES) == "true")


def audit_shape(root: Shape) -> Shape | None:
    meta = root.children.get("meta")
    return meta.children.get("audit") if meta is not None else None
