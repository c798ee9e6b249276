"""Which page is open and where one comes back to; knows no widgets.

A page may hold the visitor back while an answer is not kept yet: its guard is asked
before it is left, and says whether leaving is safe now.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Navigation:
    """The path of visited pages; the last one is open."""

    path: list[str] = field(default_factory=list)
    guards: dict[str, Callable[[], bool]] = field(default_factory=dict)

    @property
    def current(self) -> str | None:
        return self.path[-1] if self.path else None

    def guard(self, key: str, may_leave: Callable[[], bool]) -> None:
        self.guards[key] = may_leave

    def visit(self, key: str) -> bool:
        """Open a page; False when the present one does not let go yet."""
        if key == self.current:
            return True
        if not self._may_leave():
            return False
        if key in self.path:
            self.path = self.path[: self.path.index(key)]
        self.path.append(key)
        return True

    def back(self) -> str | None:
        """Go to the page before; None when there is none or the present one does not let go."""
        if len(self.path) < 2 or not self._may_leave():
            return None
        self.path.pop()
        return self.current

    def _may_leave(self) -> bool:
        may_leave = self.guards.get(self.current or "")
        return may_leave is None or may_leave()
