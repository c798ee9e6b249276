"""The clock of the house counts milliseconds; the framework's documents are dated. One way between them."""

from datetime import UTC, datetime


def moment_of(now_ms: int) -> datetime:
    """Give a moment (ms since 1970, UTC) as signed documents spell it: whole seconds."""
    return datetime.fromtimestamp(now_ms // 1000, UTC)
