"""One look after the other: each gives a short finding or fails with a code, and none stops the next.

A packaged program fails in ways a source tree cannot: a file left out, a library stripped too far, a
plug-in nobody collected. So whatever a look raises is a finding here, of which kind it may be.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Look = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found; `detail` is a short fact for support, never a name or a record."""

    name: str
    is_fine: bool
    detail: str


def look_at_all(looks: Iterable[tuple[str, Look]]) -> Iterator[Finding]:
    """Take each look; findings come as they are made."""
    for name, look in looks:
        yield _take(name, look)


def _take(name: str, look: Look) -> Finding:
    try:
        return Finding(name, is_fine=True, detail=look())
    except Exception as error:  # noqa: BLE001 - see above: a broken copy fails in any way there is
        code = getattr(error, "code", None)
        told = code if isinstance(code, str) else type(error).__name__
        # The text of a foreign error names the missing file or symbol, which is what support needs.
        return Finding(name, is_fine=False, detail=f"{told}: {error}" if str(error) != told else told)
