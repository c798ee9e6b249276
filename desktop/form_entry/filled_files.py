"""The photos, signatures and other files of one filling, until the form is finished.

They live in the draft's own document, which only the encrypted replica keeps: nothing of
them lies on the disk as a file before the form is finished, and a discarded draft leaves
none behind. A finished form carries those its answers still name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import ClassVar, Final

from desktop.errors import DesktopError
from forms import QuestionView

_DRAWN: Final = frozenset({"signature", "draw"})
MAX_FILE_BYTES: Final = 8 * 1024 * 1024
MAX_FILES_BYTES: Final = 24 * 1024 * 1024


class FileTooLargeError(DesktopError):
    """A file, or all files of a form together, are more than a draft can keep."""

    code: ClassVar[str] = "form-file-too-large"


def is_drawn(question: QuestionView) -> bool:
    """Tell a signature or a drawing from a photo: forms ask for both as an image."""
    return not _DRAWN.isdisjoint(question.appearance)


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a question was answered with; `suffix` begins with a dot."""

    content: bytes = field(repr=False)
    suffix: str


@dataclass(slots=True)
class FilledFiles:
    """Contents by the name that stands as the answer."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def take(self, reference: str, given: FileContent | None, *, instead_of: str) -> str:
        """Keep a file, or none, and give the name to answer with; the one it replaces is let go.

        Raises:
            FileTooLargeError: nothing was kept, and what was there stays.

        """
        if given is None:
            self.contents.pop(instead_of, None)
            return ""
        others = sum(len(content) for name, content in self.contents.items() if name != instead_of)
        size = len(given.content)
        if size > MAX_FILE_BYTES or others + size > MAX_FILES_BYTES:
            raise FileTooLargeError(size=str(size), limit=str(MAX_FILE_BYTES))
        name = self._free_name(reference.rpartition("/")[2], given.suffix)
        self.contents.pop(instead_of, None)
        self.contents[name] = given.content
        return name

    def named_in(self, answers: Iterable[str]) -> Mapping[str, bytes]:
        """Give the files these answers name."""
        return {answer: self.contents[answer] for answer in answers if answer in self.contents}

    def _free_name(self, question: str, suffix: str) -> str:
        # Counted on, so that an answer always changes when its file does.
        names = (f"{question}-{number}{suffix}" for number in count(1))
        return next(name for name in names if name not in self.contents)
