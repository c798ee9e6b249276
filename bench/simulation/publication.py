"""One thing the office has published, as the schedule remembers it."""

from dataclasses import dataclass

from server_stub.platform.documents import NewDocument


@dataclass
class Publication:
    """One version of one document; `is_withdrawn` says that nothing new is begun with it."""

    document: NewDocument
    is_withdrawn: bool = False

    @property
    def name(self) -> tuple[str, str]:
        return self.document.kind.value, self.document.name
