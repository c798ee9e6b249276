"""Says who may be the same person and why, masked like everything in a list."""

from dataclasses import dataclass

from desktop.caseload.caseload_screen import TwinCard
from desktop.caseload.field_words import FieldWords, text_of
from desktop.operations.twins import Twin
from employment.privacy import mask_name
from store import StoredRecord


@dataclass(frozen=True, slots=True)
class TwinWords:
    """Likely twins in one language."""

    fields: FieldWords

    def card(self, twin: Twin) -> TwinCard:
        reason = self.fields.words.text(f"screens.record.twin.{twin.evidence}")
        return self._card(twin.record, reason)

    def absorbed(self, record: StoredRecord) -> TwinCard:
        """Say of a record that it was joined with the one at hand."""
        return self._card(record, self.fields.words.text("screens.record.absorbed"))

    def _card(self, record: StoredRecord, reason: str) -> TwinCard:
        told = (self.fields.value(name, record.fields.get(name)) for name in ("id_no", "phone"))
        return TwinCard(
            record.id,
            mask_name(text_of(record.fields, "person_name")),
            " · ".join(value for value in told if value),
            reason,
        )
